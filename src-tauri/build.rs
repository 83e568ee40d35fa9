//! Links the shell and lets Tauri embed the built page, the icons and the capabilities.

fn main() {
    // libsoup and libwebkit2gtk refer to `sqlite3_*`: without this the linker would export our encrypted SQLite
    // to them and half of the system's SQLite would call into ours, in one process.
    if std::env::var("CARGO_CFG_TARGET_OS").as_deref() == Ok("linux") {
        println!("cargo:rustc-link-arg-bins=-Wl,--exclude-libs,ALL");
    }
    // The page is embedded: a new build of it is a new build of the app.
    println!("cargo:rerun-if-changed=../ui/dist");
    tauri_build::build();
}
