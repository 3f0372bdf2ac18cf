//! What stands around every page for readers. Both kinds of links in the header are in the page:
//! `frontend/public/theme.js` knows who seems to be signed in, and the styles show one of them.

use maud::{Markup, html};

use crate::{address, head::SITE, icon, paths};

/// A page's body around its main part.
pub fn around(main: &Markup, path: &str) -> Markup {
    html! {
        a.skip-link href="#main" { "Skip to content" }
        header.site-head {
            div.site-head-inner {
                a.wordmark href=(paths::FEED) { (SITE) }
                nav aria-label="Main" {
                    (link("nav-link nav-feed", paths::FEED, path, "Read"))
                    a.nav-link.nav-icon href=(paths::SEARCH) aria-label="Search" title="Search"
                        aria-current=[(path == paths::SEARCH).then_some("page")] { (icon::glass()) }
                    span.for-guests {
                        a.nav-link href="/signin" { "Sign in" }
                        a.button.button-primary.button-small href="/signup" { "Sign up" }
                    }
                    span.for-members {
                        a.nav-link href=(paths::POSTS) { "Your posts" }
                        a.nav-link.nav-icon href=(paths::ACCOUNT) aria-label="Account" title="Account" {
                            (icon::person())
                        }
                        a.button.button-primary.button-small href=(paths::PUBLISH) { (icon::pen()) "Write" }
                    }
                }
            }
        }
        main #main tabindex="-1" { (main) }
        footer.site-foot {
            div.site-foot-inner {
                nav aria-label="More" {
                    (link("quiet-link", paths::ARCHIVE, path, "Archive"))
                    a.quiet-link href=(address::of_feed(paths::FEED, "atom")) { "Feed" }
                }
                (themes())
            }
        }
    }
}

fn link(class: &str, to: &str, path: &str, words: &str) -> Markup {
    html! { a class=(class) href=(to) aria-current=[(to == path).then_some("page")] { (words) } }
}

/// The choice between the system's theme and another, which takes a script.
fn themes() -> Markup {
    let [system, light, dark] = icon::themes();
    html! {
        fieldset.segments.scripted {
            legend.sr-only { "Theme" }
            @for (value, words, icon) in
                [("system", "System", system), ("light", "Light", light), ("dark", "Dark", dark)]
            {
                label.segment {
                    input type="radio" name="theme" value=(value) checked[value == "system"];
                    (icon) (words)
                }
            }
        }
    }
}
