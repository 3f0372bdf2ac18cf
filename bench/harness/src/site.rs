//! A contestant as its readers reach it: itself, or through a cache.

use std::net::SocketAddr;

use anyhow::Result;
use hyper::Method;
use hyper::header::ACCEPT_ENCODING;

use crate::access::Access;
use crate::cache::Cache;
use crate::client;
use crate::contestant::Contestant;
use crate::dataset::Page;
use crate::requests::BROWSER;
use crate::server::Server;

/// What runs. The parts are in the order in which they end.
pub struct Site {
    cache: Option<Cache>,
    pub origin: Server,
}

impl Site {
    pub async fn start(contestant: &Contestant, access: &Access) -> Result<Self> {
        let origin = Server::start(contestant, access).await?;
        let cache = match contestant.is_cached() {
            true => Some(Cache::before(origin.address).await?),
            false => None,
        };
        Ok(Self { cache, origin })
    }

    /// Where readers reach it.
    pub fn address(&self) -> SocketAddr {
        self.cache.as_ref().map_or(self.origin.address, |cache| cache.server.address)
    }

    /// The process ids of its servers.
    pub fn ids(&self) -> Vec<u32> {
        let cache = self.cache.iter().map(|cache| cache.server.id());
        cache.chain([self.origin.id()]).collect()
    }

    /// Lets the cache get these pages, as browsers ask for them.
    pub async fn fill_cache(&self, contestant: &Contestant, pages: &[Page]) -> Result<()> {
        let browser = [(ACCEPT_ENCODING, BROWSER.to_owned())];
        for page in pages {
            let path = contestant.path_of(page);
            client::send(self.address(), Method::GET, &path, &browser, None).await?;
        }
        Ok(())
    }

    pub async fn stop(self) {
        if let Some(cache) = self.cache {
            cache.server.stop().await;
        }
        self.origin.stop().await;
    }
}
