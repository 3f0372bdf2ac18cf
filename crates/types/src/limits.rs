//! Every limit of the contract, each defined once.
//!
//! Lengths are counted in characters (Unicode scalar values). The checks in
//! `migrations/` say the same; a test compares them.

/// Title of a post, after trimming. Only a draft may be without one.
pub const TITLE_MIN: u64 = 0;
/// Title of a post, after trimming.
pub const TITLE_MAX: u64 = 200;

/// Content of a post, as sent. Only a draft may be without any.
pub const CONTENT_MIN: u64 = 0;
/// Content of a post, as sent.
pub const CONTENT_MAX: u64 = 100_000;

/// Slug of a post. The database may append a number.
pub const SLUG_MAX: usize = 80;

/// Tags of a post.
pub const TAGS_MAX: usize = 5;
/// A tag.
pub const TAG_MAX: usize = 50;

/// The description of a picture, after trimming.
pub const ALT_MIN: u64 = 1;
/// The description of a picture, after trimming.
pub const ALT_MAX: u64 = 500;

/// Handle of a user.
pub const HANDLE_MIN: usize = 2;
/// Handle of a user.
pub const HANDLE_MAX: usize = 30;
/// Handles that a user has had, with the present one. Former ones lead to the user for ever.
pub const HANDLES_MAX: u32 = 20;

/// What users say of themselves, after trimming.
pub const BIO_MIN: u64 = 1;
/// What users say of themselves, after trimming.
pub const BIO_MAX: u64 = 300;

/// Links of a user.
pub const LINKS_MAX: usize = 5;
/// A link.
pub const LINK_MAX: usize = 200;

/// Name of a user, after trimming.
pub const NAME_MIN: u64 = 1;
/// Name of a user, after trimming.
pub const NAME_MAX: u64 = 80;

/// E-mail address, after trimming: RFC 5321, section 4.5.3.1.3, less the two brackets.
pub const EMAIL_MAX: usize = 254;

/// Password. The lower bound is that of NIST SP 800-63B for a password of the user's own.
pub const PASSWORD_MIN: u64 = 8;
/// Password. The upper bound keeps the cost of hashing bounded.
pub const PASSWORD_MAX: u64 = 128;

/// The description of the device of a session.
pub const DEVICE_MAX: u64 = 60;

/// Sessions in a list.
pub const SESSIONS_MAX: u32 = 100;

/// Posts in a part of an export.
pub const EXPORT_POSTS_MAX: u32 = 1_000;
/// The content of these posts together, in bytes of UTF-8 (4 MiB), because a guest holds several
/// copies of it at once.
pub const EXPORT_BYTES_MAX: u32 = 4 * 1024 * 1024;

/// Pictures in an export.
pub const EXPORT_PICTURES_MAX: u32 = 2_000;

/// Posts in a page by default.
pub const PAGE_DEFAULT: u32 = 20;
/// Posts in a page at least.
pub const PAGE_MIN: u32 = 1;
/// Posts in a page at most.
pub const PAGE_MAX: u32 = 100;

/// Posts of an author are counted up to this number.
pub const COUNTED_POSTS_MAX: u32 = 1_000;

/// What somebody searches for.
pub const QUESTION_MAX: u64 = 200;
/// Posts in a page of what was found by default.
pub const SEARCH_PAGE_DEFAULT: u32 = 10;
/// Posts in a page of what was found at most, because what is around the words has to be looked for in each.
pub const SEARCH_PAGE_MAX: u32 = 20;
/// Authors who are found at once.
pub const FOUND_AUTHORS_MAX: u32 = 3;

/// Tags that are suggested at once.
pub const SUGGESTED_TAGS_MAX: u32 = 10;

/// Characters of a post's text that a list with `content=excerpt` carries.
pub const EXCERPT_MAX: u32 = 280;

/// A picture's file, in bytes (10 MiB).
pub const PICTURE_MAX: usize = 10 * 1024 * 1024;
/// Width times height of a picture. A browser that shows it holds four bytes for each.
pub const PICTURE_PIXELS_MAX: u64 = 50_000_000;
/// Widths in which a wider picture can be kept as well.
pub const PICTURE_WIDTHS: [u32; 3] = [480, 960, 1440];

/// Body of a request, in bytes (1 MiB). Pictures have [`PICTURE_MAX`].
pub const BODY_MAX: usize = 1024 * 1024;

/// How long Postgres works on a statement, in milliseconds. The host does not stop a statement that
/// nobody waits for any more; this does. The host prepares and then executes, and each may take
/// this long.
pub const STATEMENT_MILLISECONDS: u32 = 3_000;
/// How long each of the two may wait for a lock, in milliseconds.
pub const LOCK_MILLISECONDS: u32 = 1_000;
