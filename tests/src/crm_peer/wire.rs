//! Requests and replies as bytes, one of each per connection.

use std::io;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// A whole request.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    bytes: Vec<u8>,
    head: usize,
}

impl Whole {
    /// Request line and headers.
    pub(super) fn head(&self) -> &[u8] {
        &self.bytes[..self.head]
    }

    /// What comes after them.
    pub(super) fn body(&self) -> &[u8] {
        &self.bytes[self.head + GAP.len()..]
    }

    /// The same, asking for the connection to end with the reply.
    pub(super) fn last(&self) -> Vec<u8> {
        let line = self.bytes.windows(2).position(|two| two == b"\r\n").map_or(self.head, |at| at + 2);
        let (line, rest) = self.bytes.split_at(line);
        [line, b"connection: close\r\n", rest].concat()
    }
}

/// What stands between head and body.
const GAP: &[u8] = b"\r\n\r\n";

/// The next request; none when the connection ends before.
pub(super) async fn whole_request(stream: &mut TcpStream) -> Option<Whole> {
    let mut bytes = Vec::new();
    let head = loop {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
        if let Some(end) = bytes.windows(GAP.len()).position(|four| four == GAP) {
            break end;
        }
    };
    let said = String::from_utf8_lossy(&bytes[..head]).to_lowercase();
    let length = said.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
    while bytes.len() < head + GAP.len() + length.unwrap_or(0_usize) {
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
    Some(Whole { bytes, head })
}

/// What is answered at `to`, to the byte. The request must ask for the connection to end with it.
///
/// # Errors
/// When the connection breaks.
pub async fn asked_straight(to: SocketAddr, request: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(to).await?;
    stream.write_all(request).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(answer)
}

/// A whole reply.
#[must_use]
pub fn reply_bytes(status: u16, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n{headers}\r\n{body}", body.len()).into_bytes()
}
