//! Which component answers a path.
//!
//! Spin matches with the `routefinder` crate, so this does too: an exact route beats a
//! wildcard, a longer wildcard beats a shorter one.

use anyhow::{Result, anyhow};

use crate::manifest::HttpTrigger;

/// Paths under this prefix belong to the host.
pub const WELL_KNOWN: &str = "/.well-known/spin/";

/// The routes of an application.
pub struct Router(routefinder::Router<Route>);

/// A route of the manifest.
pub struct Route {
    /// The id of the component that answers.
    pub component: String,
    /// As written in the manifest.
    pub raw: String,
    /// The same with a leading slash and without a trailing one.
    pub based: String,
}

/// A path with the route that it matched.
pub struct RouteMatch<'a> {
    /// The route.
    pub route: &'a Route,
    /// What a trailing wildcard stands for; empty for an exact route.
    pub path_info: String,
    /// What the named segments (`/:name`) stand for.
    pub named: Vec<(String, String)>,
}

impl Router {
    /// Builds the router. If two routes are equal, the later one counts, as in Spin.
    pub fn new(triggers: &[HttpTrigger]) -> Result<Self> {
        let mut router = routefinder::Router::new();
        for (index, trigger) in triggers.iter().enumerate() {
            let HttpTrigger { route: raw, component } = trigger;
            if triggers[index + 1..].iter().any(|later| later.route == *raw) {
                eprintln!("Warning: {raw} of {component} is never reached: it is declared again");
                continue;
            }
            let route = Route::new(trigger);
            if route.based.starts_with(WELL_KNOWN) {
                eprintln!("Warning: {raw} is never reached: the host answers there");
            }
            let pattern = match route.based.strip_suffix("/...") {
                Some(prefix) => format!("{prefix}/*"),
                None => route.based.clone(),
            };
            router
                .add(pattern.as_str(), route)
                .map_err(|error| anyhow!("route {raw:?}: {error}"))?;
        }
        Ok(Self(router))
    }

    /// The best route for a path.
    pub fn find(&self, path: &str) -> Option<RouteMatch<'_>> {
        let best = self.0.best_match(path)?;
        let captures = best.captures();
        let path_info = captures.wildcard().map(|rest| {
            // The crate drops slashes that Spin passes on.
            let start = if rest.is_empty() { "" } else { "/" };
            let end = if path.ends_with('/') { "/" } else { "" };
            format!("{start}{rest}{end}")
        });
        let named =
            captures.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Some(RouteMatch { route: best.handler(), path_info: path_info.unwrap_or_default(), named })
    }

    /// All routes, in the order in which they are tried.
    pub fn routes(&self) -> impl Iterator<Item = &Route> {
        self.0.iter().map(|(_, route)| route)
    }
}

impl Route {
    fn new(trigger: &HttpTrigger) -> Self {
        let raw = trigger.route.clone();
        let slash = if raw.starts_with('/') { "" } else { "/" };
        let based = format!("{slash}{raw}");
        let based = based.strip_suffix('/').unwrap_or(&based).to_owned();
        Self { component: trigger.component.clone(), raw, based }
    }

    /// The route without its wildcard.
    pub fn prefix(&self) -> &str {
        self.raw.strip_suffix("/...").unwrap_or(&self.raw)
    }
}

/// As Spin prints it at the start.
impl std::fmt::Display for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let wildcard = self.based.strip_suffix("/...").or(self.based.strip_suffix("/*"));
        match wildcard {
            Some(prefix) => write!(f, "{prefix} (wildcard)"),
            None => f.write_str(&self.based),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn router(routes: &[&str]) -> Router {
        let triggers: Vec<_> = routes
            .iter()
            .map(|route| HttpTrigger {
                route: (*route).to_owned(),
                component: format!("component of {route}"),
            })
            .collect();
        Router::new(&triggers).unwrap()
    }

    #[test]
    fn the_exact_route_wins_then_the_longest_wildcard() {
        let router = router(&["/...", "/api/...", "/api/users", "/api/users/..."]);
        for (path, route) in [
            ("/", "/..."),
            ("/other", "/..."),
            ("/api", "/api/..."),
            ("/api/", "/api/..."),
            ("/api/posts/1", "/api/..."),
            ("/api/users", "/api/users"),
            ("/api/users/1", "/api/users/..."),
            ("/apis", "/..."),
        ] {
            assert_eq!(router.find(path).unwrap().route.raw, route, "{path}");
        }
    }

    #[test]
    fn a_path_without_a_route_finds_nothing() {
        let router = router(&["/api/...", "/exact"]);
        for path in ["/", "/exact/more", "/apis"] {
            assert!(router.find(path).is_none(), "{path}");
        }
    }

    #[test]
    fn the_wildcards_part_keeps_its_slashes() {
        let router = router(&["/api/...", "/exact"]);
        for (path, path_info) in
            [("/api", ""), ("/api/", "/"), ("/api/a/b", "/a/b"), ("/api/a/", "/a/"), ("/exact", "")]
        {
            assert_eq!(router.find(path).unwrap().path_info, path_info, "{path}");
        }
    }

    #[test]
    fn named_segments_are_captured() {
        let router = router(&["/users/:id/posts"]);
        let found = router.find("/users/7/posts").unwrap();
        assert_eq!(found.named, [("id".to_owned(), "7".to_owned())]);
    }

    #[test]
    fn of_two_equal_routes_the_later_one_counts() {
        let triggers = ["first", "second"].map(|component| HttpTrigger {
            route: "/same".to_owned(),
            component: component.to_owned(),
        });
        let router = Router::new(&triggers).unwrap();
        assert_eq!(router.find("/same").unwrap().route.component, "second");
    }

    #[test]
    fn routes_are_printed_as_spin_prints_them() {
        let printed: Vec<_> =
            router(&["/...", "/api/...", "exact/"]).routes().map(ToString::to_string).collect();
        for route in [" (wildcard)", "/api (wildcard)", "/exact"] {
            assert!(printed.contains(&route.to_owned()), "{printed:?}");
        }
    }
}
