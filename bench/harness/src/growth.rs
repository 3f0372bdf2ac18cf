//! How the cost of a request grows with the number of posts.

use anyhow::Result;
use connectly_local::report::{note, step};
use serde::{Deserialize, Serialize};

use crate::contestant::Contestant;
use crate::dataset::Dataset;
use crate::load;
use crate::plan::Plan;
use crate::postgres::Postgres;
use crate::requests::Requests;
use crate::server::Server;

/// The page that is far from the first one.
const FAR: u32 = 10_000;

/// One measurement over one connection, so that no request waits for another.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Growth {
    pub posts: u32,
    /// The kind of request.
    pub what: String,
    /// The median in milliseconds.
    pub milliseconds: f64,
    /// What one of a hundred takes longer than, in milliseconds.
    pub p99: f64,
    pub failures: u64,
}

/// Measures Connectly on databases of several sizes, which take turns.
pub async fn measure(
    plan: &Plan,
    connectly: &Contestant,
    postgres: &Postgres,
) -> Result<Vec<Growth>> {
    let mut sizes = Vec::new();
    for &posts in plan.growth {
        step(format_args!("Filling a database with {posts} posts"));
        let data = Dataset::create(postgres, connectly, posts).await?;
        let mut questions = questions(&data).await?;
        if posts == SEARCHED {
            questions.extend(searches());
        }
        sizes.push((posts, data, questions));
    }
    let mut measured = Vec::new();
    for round in 0..plan.growth_rounds {
        step(format_args!("Round {}: a growing number of posts", round + 1));
        for (posts, data, questions) in &sizes {
            let server = Server::start(connectly, &data.access).await?;
            for (what, paths) in questions {
                let requests = Requests::reading(server.address, paths, &data.access.token)?;
                load::run(&requests, 1, plan.warm_up).await?;
                let load = load::run(&requests, 1, plan.growth_seconds).await?;
                let (milliseconds, p99) = (load.p50 as f64 / 1e3, load.p99 as f64 / 1e3);
                note(format_args!("{posts:>9} posts, {what:<20} {milliseconds:.2} ms"));
                let (what, failures) = (what.clone(), load.failures());
                measured.push(Growth { posts: *posts, what, milliseconds, p99, failures });
            }
            server.stop().await;
        }
    }
    for (_, data, _) in sizes {
        data.drop(postgres).await?;
    }
    Ok(measured)
}

pub const BY_ID: &str = "by id";
pub const FAR_PAGE: &str = "page 10,000";

/// The kinds of requests, with their paths.
async fn questions(data: &Dataset) -> Result<Vec<(String, Vec<String>)>> {
    let bulk = "/api/v1/blog/bulk";
    let far = data.cursor(FAR).await?;
    let questions = [
        (BY_ID, data.posts.iter().map(|id| format!("/api/v1/blog/{id}")).collect()),
        ("first page", vec![bulk.to_owned()]),
        (FAR_PAGE, vec![format!("{bulk}?cursor={far}")]),
        ("by author", data.authors.iter().map(|id| format!("{bulk}?author={id}")).collect()),
    ];
    Ok(questions.into_iter().map(|(what, paths)| (what.to_owned(), paths)).collect())
}

/// How many posts there are where searches are measured.
pub const SEARCHED: u32 = 100_000;

/// What begins the name of a search.
const SEARCH: &str = "search: ";

impl Growth {
    /// What a search asked for; `None` for another request.
    pub fn search(&self) -> Option<&str> {
        self.what.strip_prefix(SEARCH)
    }
}

/// Searches for words of each kind, of those that `insert_posts` of the dataset makes.
fn searches() -> Vec<(String, Vec<String>)> {
    let search = |what: &str, question: &dyn Fn(u32) -> String| {
        let path = |number| format!("/api/v1/blog/search?q={}", question(number));
        (format!("{SEARCH}{what}"), (0..500).map(path).collect())
    };
    vec![
        search("a post’s own word", &|number| format!("post+{}", number + 1)),
        search("a rare word", &|number| format!("w{}", 9_000 + number)),
        search("common words", &|number| format!("w{}+w{}", 1 + number % 9, 30 + number)),
        search("a phrase", &|number| format!("%22w1+w{}%22", 1 + number % 50)),
        search("the commonest word", &|_| "w1".to_owned()),
    ]
}
