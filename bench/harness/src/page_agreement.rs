//! Checks that all contestants that have pages show the same posts, and that caches keep them.

use anyhow::{Context, Result, ensure};
use hyper::Method;
use hyper::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING};

use crate::client::{self, Answer};
use crate::contestant::Contestant;
use crate::dataset::{Dataset, Page};
use crate::plan::Scenario;
use crate::requests::BROWSER;
use crate::site::Site;

/// How much a page's size may differ from Connectly's, so that as much is made and sent.
const TOLERANCE: f64 = 0.02;

/// One page, as text and compressed.
struct Found {
    plain: Answer,
    compressed: Answer,
}

/// Compares every contestant with Connectly.
pub async fn check(
    data: &Dataset,
    connectly: &Contestant,
    contestants: &[Contestant],
) -> Result<()> {
    let page = data.pages.first().context("there are no pages")?;
    let expected = read(data, connectly, page).await.context("Connectly")?;
    for contestant in contestants.iter().filter(|one| one.can(Scenario::Page)) {
        let found = read(data, contestant, page).await;
        let compared = found.and_then(|found| {
            found.shows(page)?;
            // Another platform has its own design.
            if contestant.is_ghost() { Ok(()) } else { found.is_like(&expected) }
        });
        compared.with_context(|| format!("{}: the page of a post", contestant.name))?;
    }
    Ok(())
}

async fn read(data: &Dataset, contestant: &Contestant, page: &Page) -> Result<Found> {
    let site = Site::start(contestant, &data.access).await?;
    let path = contestant.path_of(page);
    let get =
        async |headers: &[_]| client::send(site.address(), Method::GET, &path, headers, None).await;
    let plain = get(&[]).await?;
    let compressed = get(&[(ACCEPT_ENCODING, BROWSER.to_owned())]).await?;
    site.stop().await;
    Ok(Found { plain, compressed })
}

impl Found {
    fn shows(&self, page: &Page) -> Result<()> {
        ensure!(self.plain.status == 200, "the status is {}", self.plain.status);
        let text = String::from_utf8_lossy(&self.plain.body);
        ensure!(text.contains(&page.title), "the title is missing");
        ensure!(text.contains(page.html.trim()), "the text is missing");
        let encoding = self.compressed.header(CONTENT_ENCODING);
        ensure!(!encoding.is_empty(), "it isn't compressed");
        Ok(())
    }

    fn is_like(&self, other: &Self) -> Result<()> {
        let caching = |found: &Self| found.compressed.header(CACHE_CONTROL).to_owned();
        let (ours, theirs) = (caching(self), caching(other));
        ensure!(ours == theirs, "its Cache-Control is {ours:?}, not {theirs:?}");
        let encoding = self.compressed.header(CONTENT_ENCODING);
        ensure!(encoding == "gzip", "it isn't compressed with gzip, but with {encoding:?}");
        for (what, ours, theirs) in [
            ("plain", &self.plain, &other.plain),
            ("compressed", &self.compressed, &other.compressed),
        ] {
            let (ours, theirs) = (ours.body.len(), theirs.body.len());
            let difference = ours.abs_diff(theirs) as f64 / theirs as f64;
            ensure!(difference <= TOLERANCE, "{what}, it has {ours} bytes, not {theirs}");
        }
        Ok(())
    }
}
