//! A bare HTTP connection that is kept open, for tests that count requests by the hundred thousand: the client costs
//! next to nothing beside the server. Knows only what this server sends.

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufStream};
use tokio::net::TcpStream;

use crate::Server;

/// One connection.
pub struct Wire {
    stream: BufStream<TcpStream>,
    host: String,
}

impl Wire {
    /// Connects to a server.
    pub async fn to(server: &Server) -> Self {
        let address = server.address();
        let host = address.trim_start_matches("http://").to_owned();
        let stream = TcpStream::connect(&host).await.unwrap_or_else(|error| panic!("{address}: {error}"));
        stream.set_nodelay(true).expect("a TCP connection takes the option");
        Self { stream: BufStream::new(stream), host }
    }

    /// Posts JSON with a version and gives back status and body.
    pub async fn post(&mut self, path: &str, version: &str, body: &str) -> (u16, String) {
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\ncal-api-version: {version}\r\n\
             content-length: {}\r\n\r\n",
            self.host,
            body.len()
        );
        let sent = async {
            self.stream.write_all(head.as_bytes()).await?;
            self.stream.write_all(body.as_bytes()).await?;
            self.stream.flush().await?;
            self.answer().await
        };
        sent.await.unwrap_or_else(|error: std::io::Error| panic!("POST {path} got no answer: {error}"))
    }

    async fn answer(&mut self) -> std::io::Result<(u16, String)> {
        let status =
            self.line().await?.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or_default();
        let mut length = 0;
        loop {
            let line = self.line().await?.to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(text) = line.strip_prefix("content-length:") {
                length = text.trim().parse().map_err(std::io::Error::other)?;
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        Ok((status, String::from_utf8_lossy(&body).into_owned()))
    }

    async fn line(&mut self) -> std::io::Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line).await? == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(line.trim_end().to_owned())
    }
}
