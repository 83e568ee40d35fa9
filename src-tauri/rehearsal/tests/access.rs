//! Who may ask, and how often: token, key, login, and the budgets of a minute and a day.

mod client;

use client::{Crm, EMAIL, Got, KEY, PASSWORD, START_MS, TOKEN};
use lanyard_rehearsal::{FaultKind, FaultRule, Match};
use serde_json::{Value, json};

async fn login(crm: &Crm, email: &str, password: &str) -> Got {
    let url = format!("{}/auth/login", crm.running.base_url());
    crm.send(crm.http.post(url).json(&json!({ "email": email, "password": password }))).await
}

async fn token(crm: &Crm) -> String {
    let got = login(crm, EMAIL, PASSWORD).await;
    assert_eq!(got.status, 200, "{}", got.text);
    got.json()["access_token"].as_str().expect("a token").to_owned()
}

fn decoded(part: &str) -> Value {
    let bytes = data_encoding::BASE64URL_NOPAD.decode(part.as_bytes()).expect("base64url");
    serde_json::from_slice(&bytes).expect("JSON")
}

async fn me(crm: &Crm, token: &str) -> Got {
    crm.send(crm.http.get(format!("{}/me", crm.running.base_url())).bearer_auth(token)).await
}

#[tokio::test]
async fn only_the_token_or_the_key_opens_the_crm() {
    let crm = Crm::new().await;
    let url = format!("{}/me", crm.running.base_url());
    let status = async |request: reqwest::RequestBuilder| crm.send(request).await.status;
    assert_eq!(status(crm.http.get(&url)).await, 401);
    assert_eq!(status(crm.http.get(&url).bearer_auth("wrong")).await, 401);
    assert_eq!(status(crm.http.get(&url).header("X-API-Key", TOKEN)).await, 401, "the token is no key");
    assert_eq!(status(crm.http.get(&url).bearer_auth(TOKEN)).await, 200);
    assert_eq!(status(crm.http.get(&url).header("X-API-Key", KEY)).await, 200);
    let refused = crm.send(crm.http.get(&url)).await;
    assert_eq!((refused.code().as_str(), refused.header("www-authenticate")), ("invalid_token", "Bearer"));
}

#[tokio::test]
async fn a_login_gives_a_token_that_opens_the_crm_for_a_day() {
    let crm = Crm::new().await;
    let got = login(&crm, "manager@example.com", PASSWORD).await.json();
    assert_eq!((&got["token_type"], &got["expires_in"]), (&json!("Bearer"), &json!(86_400)));
    let token = got["access_token"].as_str().unwrap();
    let parts: Vec<Value> = token.split('.').take(2).map(decoded).collect();
    assert_eq!(parts[0], json!({ "alg": "HS256", "typ": "JWT" }));
    let (from, until) = (parts[1]["iat"].as_i64().unwrap(), parts[1]["exp"].as_i64().unwrap());
    assert_eq!((from, until - from), (START_MS / 1000, 86_400), "it says itself until when");
    assert!(parts[1]["jti"].is_u64());
    assert_eq!(me(&crm, token).await.status, 200);
    crm.pass(86_400_000 - 1);
    assert_eq!(me(&crm, token).await.status, 200);
    crm.pass(1);
    let ended = me(&crm, token).await;
    assert_eq!((ended.status, ended.code().as_str()), (401, "token_expired"));
    assert_eq!(me(&crm, TOKEN).await.status, 200, "the fixed token has no end");
}

#[tokio::test]
async fn each_login_gives_another_token_and_the_earlier_one_goes_on() {
    let crm = Crm::with(|o| o.settings.token_ttl_s = 60).await;
    let first = token(&crm).await;
    crm.pass(59_000);
    let second = token(&crm).await;
    assert_ne!(first, second);
    assert_eq!((me(&crm, &first).await.status, me(&crm, &second).await.status), (200, 200));
    crm.pass(1000);
    assert_eq!((me(&crm, &first).await.status, me(&crm, &second).await.status), (401, 200));
}

#[tokio::test]
async fn a_wrong_login_is_told_apart_from_a_wrong_token_and_nobody_logs_in_where_nobody_may() {
    let crm = Crm::new().await;
    for (email, password) in [(EMAIL, "wrong"), ("other@example.com", PASSWORD), (EMAIL, "")] {
        let got = login(&crm, email, password).await;
        assert_eq!((got.status, got.code().as_str()), (401, "invalid_credentials"));
    }
    let forged = token(&crm).await.replace('.', "x.");
    assert_eq!(me(&crm, &forged).await.code(), "invalid_token");
    let closed = Crm::with(|o| o.password.clear()).await;
    assert_eq!(login(&closed, EMAIL, "").await.status, 401);
    assert_eq!(me(&closed, &token(&crm).await).await.code(), "invalid_token", "another CRM's token");
}

#[tokio::test]
async fn a_token_can_be_made_to_end_early() {
    let crm = Crm::new().await;
    let token = token(&crm).await;
    crm.running.fault(FaultRule { matches: Match::default(), times: Some(1), kind: FaultKind::Expired });
    assert_eq!(me(&crm, &token).await.code(), "token_expired");
    assert_eq!(me(&crm, &token).await.status, 200);
}

#[tokio::test]
async fn the_minutes_requests_run_out_and_come_back() {
    let crm = Crm::with(|o| o.settings.requests_per_minute = 3).await;
    for left in ["2", "1", "0"] {
        assert_eq!(crm.get("/me").await.header("x-ratelimit-remaining"), left);
    }
    crm.pass(15_000);
    let got = crm.get("/me").await;
    assert_eq!((got.status, got.code().as_str()), (429, "too_many_requests"));
    assert_eq!((got.header("retry-after"), got.header("x-ratelimit-reset")), ("45", "45"));
    assert_eq!((got.header("x-ratelimit-limit"), got.header("x-ratelimit-remaining")), ("3", "0"));
    crm.pass(45_000);
    assert_eq!(crm.get("/me").await.status, 200);
}

#[tokio::test]
async fn the_days_requests_run_out_and_come_back_at_midnight() {
    let crm = Crm::with(|o| o.settings.requests_per_day = 2).await;
    for left in ["1", "0"] {
        let got = crm.get("/me").await;
        assert_eq!((got.status, got.header("x-ratelimit-daily-remaining")), (200, left));
        assert_eq!(got.header("x-ratelimit-daily-limit"), "2");
    }
    let got = crm.get("/me").await;
    assert_eq!((got.status, got.code().as_str()), (429, "daily_limit"));
    assert_eq!(got.header("retry-after"), (15 * 3600).to_string(), "from nine o'clock to midnight");
    assert_eq!(got.header("x-ratelimit-remaining"), "5998", "the minute's are left");
    crm.pass(15 * 3_600_000);
    assert_eq!(crm.get("/me").await.status, 200);
}

#[tokio::test]
async fn a_login_counts_and_a_refusal_for_pace_does_not() {
    let crm = Crm::with(|o| o.settings.requests_per_day = 2).await;
    assert_eq!(login(&crm, EMAIL, PASSWORD).await.header("x-ratelimit-daily-remaining"), "1");
    assert_eq!(crm.get("/me").await.header("x-ratelimit-daily-remaining"), "0");
    for _ in 0..3 {
        let got = login(&crm, EMAIL, PASSWORD).await;
        assert_eq!((got.status, got.code().as_str()), (429, "daily_limit"));
    }
    crm.running.set(|s| s.requests_per_day = 3);
    assert_eq!(crm.get("/me").await.status, 200, "only the two before were counted");
}
