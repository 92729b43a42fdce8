use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

/// Reads a request to the end of its body: its head without the empty line, and its body. A request
/// without a length has no body.
pub async fn read_request(stream: &mut TcpStream) -> std::io::Result<(String, Vec<u8>)> {
    let mut received = vec![];
    loop {
        let mut part = [0; 4096];
        let count = stream.read(&mut part).await?;
        assert!(count > 0, "an unfinished request");
        received.extend_from_slice(&part[..count]);
        let Some(end) = received.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
            continue;
        };
        let head = String::from_utf8_lossy(&received[..end]).into_owned();
        let length = head.to_ascii_lowercase();
        let length = length.lines().find_map(|line| line.strip_prefix("content-length: "));
        let body = &received[end + 4..];
        if body.len() == length.map_or(0, |length| length.parse().unwrap()) {
            return Ok((head, body.to_vec()));
        }
    }
}
