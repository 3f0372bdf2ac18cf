//! A line to Postgres that can be made to fail: our own proxy.

use std::{net::Ipv4Addr, time::Duration};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{
        TcpListener, TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
    sync::{mpsc, watch},
    task::JoinHandle,
    time::Instant,
};

/// What the line does with data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineFault {
    /// It carries everything.
    None,
    /// It accepts connections and bytes, and passes nothing on until the fault is over.
    Frozen,
    /// Every connection ends at once, new ones too.
    Cut,
    /// Each round trip takes this much longer.
    Slow(Duration),
}

/// A line from its own port to a Postgres. It ends with this value.
pub struct Line {
    port: u16,
    fault: watch::Sender<LineFault>,
    listening: JoinHandle<()>,
}

/// The most pieces of data in transit, in each direction of a connection.
const UNDER_WAY: usize = 64;
const PIECE: usize = 16 * 1024;

impl Line {
    /// A line to a server.
    pub async fn to(host: &str, port: u16) -> Self {
        let server = (host.to_owned(), port);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.expect("a free port");
        let port = listener.local_addr().expect("its own address").port();
        let (fault, watched) = watch::channel(LineFault::None);
        let listening = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(carry(client, server.clone(), watched.clone()));
            }
        });
        Self { port, fault, listening }
    }

    /// The port that leads to Postgres.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Begins a fault, or ends it.
    pub fn set(&self, fault: LineFault) {
        self.fault.send_replace(fault);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.listening.abort();
    }
}

async fn carry(client: TcpStream, server: (String, u16), fault: watch::Receiver<LineFault>) {
    let mut cut = fault.clone();
    let connection = async {
        when_it_moves(&mut fault.clone()).await;
        let Ok(server) = TcpStream::connect(server).await else { return };
        for stream in [&client, &server] {
            // Small packets are sent immediately, as without this line.
            let _ = stream.set_nodelay(true);
        }
        let (client, server) = (client.into_split(), server.into_split());
        // Only the way there is slow, which makes the round trip as slow.
        tokio::select! {
            () = one_way(client.0, server.1, fault.clone(), true) => {}
            () = one_way(server.0, client.1, fault, false) => {}
        }
    };
    tokio::select! {
        () = connection => {}
        _ = cut.wait_for(|fault| *fault == LineFault::Cut) => {}
    }
}

/// Passes on everything from `from`, in order and after the delay, until that ends.
async fn one_way(
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut fault: watch::Receiver<LineFault>,
    can_be_slow: bool,
) {
    let (sender, mut receiver) = mpsc::channel::<(Instant, Vec<u8>)>(UNDER_WAY);
    let delay = fault.clone();
    let reading = async move {
        let mut piece = vec![0; PIECE];
        while let Ok(length) = from.read(&mut piece).await {
            let late = match *delay.borrow() {
                LineFault::Slow(late) if can_be_slow => late,
                _ => Duration::ZERO,
            };
            let due = Instant::now() + late;
            if length == 0 || sender.send((due, piece[..length].to_vec())).await.is_err() {
                return;
            }
        }
    };
    let writing = async move {
        while let Some((due, piece)) = receiver.recv().await {
            tokio::time::sleep_until(due).await;
            when_it_moves(&mut fault).await;
            if to.write_all(&piece).await.is_err() {
                return;
            }
        }
    };
    // The reader drops its end of the channel, and the writer ends when that is empty. A writer
    // that fails is noticed at the next piece, or when the other direction ends.
    tokio::join!(reading, writing);
}

/// Waits while the line is frozen.
async fn when_it_moves(fault: &mut watch::Receiver<LineFault>) {
    // An error means that the line is gone, and with it everything that would notice.
    let _ = fault.wait_for(|fault| *fault != LineFault::Frozen).await;
}
