//! Finds the process that listens on a port, for a helpful error message.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

/// Makes sure that an address can be listened on.
pub fn ensure_free(address: SocketAddr) -> Result<()> {
    let Err(error) = TcpListener::bind(address) else { return Ok(()) };
    match process_on(address.port()) {
        Some((id, name)) => bail!(
            "{address} is taken by process {id} ({name}): stop it with `kill {id}`, or choose \
             another address with `--listen`"
        ),
        None => bail!(
            "cannot listen on {address} ({error}): choose another address with `--listen`, or \
             stop the program that has this one"
        ),
    }
}

/// The address to connect to, given the one to listen on.
pub fn reachable(listen: SocketAddr) -> SocketAddr {
    let ip = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, listen.port())
}

/// The process that listens on a TCP port and its name, where the system tells.
fn process_on(port: u16) -> Option<(u32, String)> {
    let tables = ["/proc/net/tcp", "/proc/net/tcp6"];
    let sockets: Vec<_> = tables
        .iter()
        .filter_map(|table| std::fs::read_to_string(table).ok())
        .flat_map(|table| listening_sockets(&table, port))
        .map(|inode| PathBuf::from(format!("socket:[{inode}]")))
        .collect();
    Path::new("/proc").read_dir().ok()?.flatten().find_map(|process| {
        let id = process.file_name().to_str()?.parse().ok()?;
        let mut files = process.path().join("fd").read_dir().ok()?.flatten();
        let owns = |file: PathBuf| file.read_link().is_ok_and(|link| sockets.contains(&link));
        files.any(|file| owns(file.path())).then(|| {
            let name = std::fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            (id, name.trim().to_owned())
        })
    })
}

/// The inodes of the sockets that listen on the port, from a table such as `/proc/net/tcp`.
fn listening_sockets(table: &str, port: u16) -> Vec<u64> {
    const LISTENING: &str = "0A";
    let end = format!(":{port:04X}");
    table
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>())
        .filter(|fields| {
            fields.get(3) == Some(&LISTENING)
                && fields.get(1).is_some_and(|local| local.ends_with(&end))
        })
        .filter_map(|fields| fields.get(9)?.parse().ok())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_is_found_by_its_port_and_state() {
        let table = "\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1
   1: 0100007F:0BB8 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 4243 1
   2: 0100007F:0BB9 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4244 1
";
        assert_eq!(listening_sockets(table, 3000), [4242]);
        assert_eq!(listening_sockets(table, 80), [0; 0]);
    }

    #[test]
    fn an_address_to_listen_on_becomes_one_to_connect_to() {
        for (listen, expected) in [
            ("0.0.0.0:3000", "127.0.0.1:3000"),
            ("[::]:3000", "[::1]:3000"),
            ("127.0.0.1:80", "127.0.0.1:80"),
        ] {
            assert_eq!(reachable(listen.parse().unwrap()), expected.parse().unwrap());
        }
    }

    #[test]
    fn the_error_names_the_address_and_a_way_out() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let error = ensure_free(address).unwrap_err().to_string();
        assert!(error.contains(&address.to_string()) && error.contains("--listen"), "{error}");
        // Not that port again: another program may have it by now.
        ensure_free("127.0.0.1:0".parse().unwrap()).unwrap();
    }
}
