//! The HTML of posts: as the specifications have it, and harmless.

mod cleaner;
mod commonmark;
mod gfm;
mod safety;
mod spec;
