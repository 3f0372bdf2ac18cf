//! The archive.

use std::fmt;

use connectly_types::AccountExport;

use crate::{
    file_name, front_matter,
    zip_writer::{DosTime, ZipWriter},
};

/// An archive that cannot be written. The reason is only for the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ArchiveError(pub(crate) &'static str);

/// A zip archive with `account.json`, which is the complete export, and `posts/….md`.
///
/// # Errors
/// When it would have more than 4 GiB or 65,535 files, which the limits on an export rule out.
pub fn archive(export: &AccountExport) -> Result<Vec<u8>, ArchiveError> {
    let mut zip = ZipWriter::default();
    let json = serde_json::to_vec(export).map_err(|_| ArchiveError("no JSON"))?;
    zip.add("account.json", time(&export.exported_at), &[&json])?;
    drop(json);
    for post in &export.posts {
        let name = format!("posts/{}.md", file_name::of(&post.head));
        let front_matter = front_matter::of(&post.head);
        let parts = [front_matter.as_bytes(), post.content.as_bytes()];
        zip.add(&name, time(&post.head.updated_at), &parts)?;
    }
    zip.finish()
}

fn time(text: &str) -> DosTime {
    DosTime::parse(text).unwrap_or(DosTime::ZERO)
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for ArchiveError {}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use connectly_types::{ExportedPost, PostAuthor, PostHead, PostId, User, UserId};
    use rawzip::{CompressionMethod, ZipArchive};

    use super::*;

    const ID: &str = "0198b8a2-7e5b-7c3d-9a4f-1b2c3d4e5f60";

    fn export(titles: &[&str]) -> AccountExport {
        let user = UserId::parse(ID).unwrap();
        let time = "2026-02-03T04:05:06.789012Z".to_owned();
        let post = |title: &&str| ExportedPost {
            head: PostHead {
                id: PostId::parse(ID).unwrap(),
                title: (*title).to_owned(),
                published: false,
                published_at: None,
                slug: None,
                address: None,
                tags: Vec::new(),
                cover: None,
                author_id: user,
                author: PostAuthor { id: user, name: None, handle: Some("ada".to_owned()) },
                created_at: time.clone(),
                updated_at: time.clone(),
            },
            content: format!("Of {title}.\n---\nAnd more."),
            draft: None,
        };
        AccountExport {
            pictures: Vec::new(),
            exported_at: time.clone(),
            user: User {
                id: user,
                email: "ada@example.com".to_owned(),
                name: None,
                handle: "ada".to_owned(),
                bio: None,
                links: Vec::new(),
                picture: None,
            },
            signed_up_at: time.clone(),
            former_handles: Vec::new(),
            sessions: Vec::new(),
            posts: titles.iter().map(post).collect(),
            next_cursor: None,
        }
    }

    #[test]
    fn an_archive_holds_the_json_and_each_post() {
        let export = export(&["On engines"]);
        let archive = super::archive(&export).unwrap();
        let archive = ZipArchive::from_slice(&archive).unwrap();
        let mut entries = archive.entries();
        let mut read = || {
            let entry = entries.next_entry().unwrap().unwrap();
            assert_eq!(entry.compression_method(), CompressionMethod::STORE);
            assert_eq!(entry.mode().permissions(), 0o644);
            let time = entry.last_modified_dos();
            assert_eq!((time.year(), time.month(), time.day()), (2026, 2, 3));
            assert_eq!((time.hour(), time.minute(), time.second()), (4, 5, 6));
            let name = entry.file_path().try_normalize().unwrap().as_ref().to_owned();
            let entry = archive.get_entry(entry.wayfinder()).unwrap();
            assert_eq!(entry.local_header().file_path().try_normalize().unwrap().as_ref(), name);
            let mut text = String::new();
            entry.verifying_reader(entry.data()).read_to_string(&mut text).unwrap();
            (name, text)
        };
        let (account, post) = (read(), read());
        assert_eq!(account.0, "account.json");
        assert_eq!(post.0, "posts/2026-02-03-on-engines-1b2c3d4e5f60.md");
        let json: AccountExport = serde_json::from_str(&account.1).unwrap();
        assert_eq!(json.posts[0].head.title, "On engines");
        assert!(post.1.ends_with("\n---\n\nOf On engines.\n---\nAnd more."));
    }

    #[test]
    fn an_account_without_posts_is_an_archive_too() {
        let archive = super::archive(&export(&[])).unwrap();
        assert_eq!(ZipArchive::from_slice(&archive).unwrap().entries_hint(), 1);
    }
}
