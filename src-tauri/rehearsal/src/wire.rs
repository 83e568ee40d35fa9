//! Connections that can be cut in the middle of a reply.

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// The handle by which a connection is cut.
#[derive(Debug, Clone)]
pub(crate) struct Wire {
    /// Bytes that may still be written.
    left: Arc<AtomicUsize>,
}

impl Wire {
    fn new() -> Self {
        Self { left: Arc::new(AtomicUsize::new(usize::MAX)) }
    }

    /// So many bytes more are written, then the connection breaks.
    pub(crate) fn cut_after(&self, bytes: usize) {
        self.left.store(bytes, Ordering::SeqCst);
    }
}

/// Accepts connections that can be cut.
#[derive(Debug)]
pub(crate) struct CuttableListener(pub(crate) TcpListener);

impl Listener for CuttableListener {
    type Io = Cuttable;
    type Addr = Wire;

    async fn accept(&mut self) -> (Cuttable, Wire) {
        loop {
            if let Ok((stream, _)) = self.0.accept().await {
                let wire = Wire::new();
                return (Cuttable { stream, wire: wire.clone() }, wire);
            }
            // Out of file descriptors, most likely: some will be closed soon.
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    fn local_addr(&self) -> io::Result<Wire> {
        Ok(Wire::new())
    }
}

impl Connected<IncomingStream<'_, CuttableListener>> for Wire {
    fn connect_info(stream: IncomingStream<'_, CuttableListener>) -> Self {
        stream.remote_addr().clone()
    }
}

/// A connection that writes no more than its wire allows.
#[derive(Debug)]
pub(crate) struct Cuttable {
    stream: TcpStream,
    wire: Wire,
}

impl AsyncRead for Cuttable {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for Cuttable {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let left = self.wire.left.load(Ordering::SeqCst);
        if left == 0 {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        let part = &buf[..buf.len().min(left)];
        let written = ready!(Pin::new(&mut self.stream).poll_write(cx, part))?;
        if left != usize::MAX {
            self.wire.cut_after(left - written);
        }
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
