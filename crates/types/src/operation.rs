//! The table of operations. Each has one name, which is also the name of its handler, its file, its
//! statement and its test.

#[macro_use]
mod declare;

use http::{Method, StatusCode};

use crate::{
    Access, AnswerHeaders, ClaimedSession, ContentDisposition, ETag, Endpoint, Handle, Link,
    Location, PathParameter, PictureId, PictureWidth, PostId, ProblemKind, RateLimit, SessionId,
    SetCookie, Shape, Slug, Upload, UploadForm,
};

/// One operation of the API, as a value. As a type it is an [`Endpoint`].
#[derive(Clone, Debug)]
pub struct Operation {
    /// In snake case.
    pub name: &'static str,
    /// The component that answers it.
    pub component: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// More about it, as lines of Markdown; may be empty.
    pub description: &'static str,
    /// The method.
    pub method: Method,
    /// The path, with the names of its parameters in braces.
    pub path: &'static str,
    /// The parameters in the path, in their order.
    pub parameters: &'static [Parameter],
    /// Who may call it.
    pub access: Access,
    /// What it counts against. [`RateLimit::Writing`] is counted before the handler is called; the
    /// others are up to the handler.
    pub limits: &'static [RateLimit],
    /// The condition that a request can carry.
    pub condition: Option<Condition>,
    /// The parameters after the path.
    pub query: Option<Shape>,
    /// The body that it takes, in JSON.
    pub body: Option<Shape>,
    /// The body that it takes as it is, in place of JSON.
    pub upload: Option<UploadForm>,
    /// The status of success.
    pub success: StatusCode,
    /// The body of success.
    pub answer: Option<Shape>,
    /// The media type of success that a client can request instead of JSON.
    pub alternative: Option<&'static str>,
    /// Who may keep the answer: the header `Cache-Control` of success.
    pub cache_control: Option<&'static str>,
    /// The other headers of success.
    pub headers: &'static [&'static str],
    /// The problems of this operation, without those that follow from its access, its path, its
    /// limits and its input.
    pub problems: &'static [ProblemKind],
}

/// A parameter in a path.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// The name.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub description: &'static str,
    /// The value in examples.
    pub example: &'static str,
    /// Its JSON Schema.
    #[cfg(feature = "schema")]
    pub schema: fn(&mut schemars::SchemaGenerator) -> schemars::Schema,
}

/// A condition on the state of a post (RFC 9110, section 13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// Only in one of these states: otherwise 412.
    IfMatch,
    /// Only in another than these states: otherwise 304.
    IfNoneMatch,
}

/// What the operations of a component have in common.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// The component.
    pub component: &'static str,
    /// The group's name.
    pub name: &'static str,
    /// What it is about, in a sentence.
    pub description: &'static str,
}

impl Operation {
    /// The path with these values in place of its parameters, in their order.
    #[must_use]
    pub fn path_of(&self, values: &[&str]) -> String {
        let path = self.path.to_owned();
        self.parameters.iter().zip(values).fold(path, |path, (parameter, value)| {
            path.replace(&format!("{{{}}}", parameter.name), value)
        })
    }
}

operations! {
    /// Accounts and their sessions: sign up, sign in, sign out, leave.
    user "Accounts" {
        /// Creates an account and signs in to it.
        ///
        /// The token is valid for 7 days, or until its session ends.
        SignUp = "sign_up": POST "/api/v1/user/signup", Anyone, CREATED {
            limits: [SignUp, Hashing],
            body: SignUp,
            answer: SignedIn,
            cache_control: "no-store",
            headers: [SetCookie],
            problems: [EMAIL_TAKEN],
        }
        /// Exchanges e-mail and password for a token.
        ///
        /// Each sign-in starts a new session. A wrong e-mail and a wrong password get the same answer,
        /// after about the same time.
        SignIn = "sign_in": POST "/api/v1/user/signin", Anyone, OK {
            limits: [SignIn, SignInByAddress, Hashing],
            body: SignIn,
            answer: SignedIn,
            cache_control: "no-store",
            headers: [SetCookie],
            problems: [WRONG_CREDENTIALS],
        }
        /// Ends the session that the token belongs to.
        ///
        /// From then on the token gets 401 everywhere. Other sessions of the same account go on.
        SignOut = "sign_out": POST "/api/v1/user/logout", User, OK {
            answer: LoggedOut,
            cache_control: "no-store",
            headers: [SetCookie],
        }
        /// Returns the account of the token.
        ReadMe = "read_me": GET "/api/v1/user/me", User, OK {
            answer: Me,
            cache_control: "no-store",
        }
        /// Changes the account's profile: name, handle, bio, links, picture.
        ///
        /// An absent field stays unchanged. Null removes the name, the bio or the picture. An account has
        /// at most 20 handles, former ones included: each leads to the account for ever.
        UpdateMe = "update_me": PATCH "/api/v1/user/me", User, OK {
            limits: [Writing],
            body: UpdateMe,
            answer: Me,
            cache_control: "no-store",
            problems: [HANDLE_TAKEN],
        }
        /// Changes the password and ends all other sessions of the account.
        ///
        /// The session that makes the request goes on. A wrong current password gets 403, so that no
        /// client mistakes it for the end of the session.
        ChangePassword = "change_password": POST "/api/v1/user/password", User, NO_CONTENT {
            limits: [PasswordCheck, Hashing],
            body: ChangePassword,
            problems: [WRONG_PASSWORD],
        }
        /// Lists the sessions of the account.
        ///
        /// The session that makes the request comes first, then the most recently used ones, at most
        /// 100.
        ListSessions = "list_sessions": GET "/api/v1/user/sessions", User, OK {
            answer: Sessions,
            cache_control: "no-store",
        }
        /// Ends a session of the account.
        ///
        /// Its token gets 401 everywhere from then on. It may be the session that makes the request.
        /// Unlike this operation, signing out also deletes a browser's cookie.
        EndSession = "end_session": DELETE "/api/v1/user/sessions/{id}" (id: SessionId), User, NO_CONTENT {}
        /// Exports all data of the account: sessions, posts and drafts.
        ///
        /// As JSON, or with `format=archive` as a zip archive with the same JSON and each post as a
        /// Markdown file with YAML front matter. A part has at most 1,000 posts and 4 MiB of content.
        /// If there is more, `nextCursor` and the header `Link` lead to the next part.
        ExportAccount = "export_account": GET "/api/v1/user/export", User, OK {
            query: ExportAccount from ExportAccountQuery,
            answer: AccountExport,
            alternative: "application/zip",
            cache_control: "no-store",
            headers: [ContentDisposition, Link],
        }
        /// Deletes the account permanently.
        ///
        /// All its sessions end and its drafts are deleted. Published posts are deleted too, or stay
        /// under the name "Deleted author". The e-mail address becomes available again.
        DeleteAccount = "delete_account": POST "/api/v1/user/delete", User, NO_CONTENT {
            limits: [PasswordCheck, Hashing],
            body: DeleteAccount,
            headers: [SetCookie],
            problems: [WRONG_PASSWORD],
        }
    }
    /// Posts and drafts: write, read, list, change, delete.
    blog "Posts" {
        /// Creates a post or a draft.
        ///
        /// A post is published unless the request says `"published": false`. Only its author can see a
        /// draft, and a post whose `publishedAt` is in the future.
        CreatePost = "create_post": POST "/api/v1/blog", User, CREATED {
            limits: [Writing],
            body: CreatePost,
            answer: CreatedPost,
            headers: [Location, ETag],
        }
        /// Changes a post of the caller.
        ///
        /// A field that is absent or null stays unchanged. With `If-Match`, the change is made only to
        /// the revision that the client knows, so that nobody overwrites what another user, or another
        /// tab, has saved. Changes that weren't published are dropped if the request has a title or a
        /// content.
        UpdatePost = "update_post": PUT "/api/v1/blog", Owner, OK {
            limits: [Writing],
            condition: IfMatch,
            body: UpdatePost,
            answer: UpdatedPost,
            headers: [ETag],
        }
        /// Lists posts, newest first.
        ///
        /// Lists published posts of all authors, by the time of publication. With the caller as `author`
        /// or `handle`, it includes the caller's drafts, by the time of creation, and what will be
        /// published later; `published` selects drafts or the others. Posts that are created or deleted
        /// meanwhile do not shift a page.
        ListPosts = "list_posts": GET "/api/v1/blog/bulk", Reader, OK {
            query: ListPosts from ListPostsQuery,
            answer: PostPage,
            cache_control: "private, no-cache",
        }
        /// Reads a post.
        ///
        /// A draft is 404 for everyone except its author.
        ReadPost = "read_post": GET "/api/v1/blog/{id}" (id: PostId), Reader, OK {
            condition: IfNoneMatch,
            answer: ReadPost,
            cache_control: "private, no-cache",
            headers: [ETag],
        }
        /// Reads a published post by its author's handle and its slug.
        ///
        /// Former ones do as well: `address` in the answer is the present address.
        ReadPostAt = "read_post_at": GET "/api/v1/blog/at/{handle}/{slug}" (handle: Handle, slug: Slug), Reader, OK {
            condition: IfNoneMatch,
            answer: ReadPost,
            cache_control: "private, no-cache",
            headers: [ETag],
        }
        /// Keeps changes to a published post of the caller without publishing them.
        ///
        /// Readers go on seeing the post as it was. `update_post` publishes the changes, and
        /// `delete_draft` drops them. They count in the post's revision, so `If-Match` works as for
        /// `update_post`.
        SaveDraft = "save_draft": PUT "/api/v1/blog/{id}/draft" (id: PostId), Owner, OK {
            limits: [Writing],
            condition: IfMatch,
            body: SaveDraft,
            answer: SavedDraft,
            headers: [ETag],
            problems: [NOT_PUBLISHED],
        }
        /// Drops the changes to a post of the caller that aren't published.
        DeleteDraft = "delete_draft": DELETE "/api/v1/blog/{id}/draft" (id: PostId), Owner, NO_CONTENT {
            limits: [Writing],
            condition: IfMatch,
            headers: [ETag],
        }
        /// Reads an author by handle.
        ///
        /// A former one does as well: `handle` in the answer is the present one.
        ReadAuthor = "read_author": GET "/api/v1/blog/authors/{handle}" (handle: Handle), Reader, OK {
            answer: ReadAuthor,
            cache_control: "private, no-cache",
        }
        /// Suggests tags that published posts have.
        SuggestTags = "suggest_tags": GET "/api/v1/blog/tags", Reader, OK {
            query: SuggestTags from SuggestTagsQuery,
            answer: SuggestedTags,
            cache_control: "private, no-cache",
        }
        /// Searches published posts, and authors.
        ///
        /// Looks for words in titles, tags and texts; a word in the title counts most. Of two posts that
        /// match alike, the newer one comes first. Only the 500 newest posts with all the words are
        /// looked at for phrases and ranked. Authors are found by name and handle. Drafts, and what will be published later, aren't
        /// found, not even by their authors.
        SearchPosts = "search_posts": GET "/api/v1/blog/search", Reader, OK {
            query: SearchPosts from SearchPostsQuery,
            answer: SearchResults,
            cache_control: "private, no-cache",
        }
        /// Deletes a post of the caller.
        ///
        /// With `If-Match`, only in the revision that the client knows.
        DeletePost = "delete_post": DELETE "/api/v1/blog/{id}" (id: PostId), Owner, NO_CONTENT {
            limits: [Writing],
            condition: IfMatch,
        }
    }
    /// Pictures for posts and profiles: upload, list, delete.
    media "Pictures" {
        /// Uploads a picture.
        ///
        /// JPEG, PNG, WebP, AVIF or GIF, at most 10 MiB and 50 megapixels. What isn't needed to show it
        /// is removed: location, camera, comments, and anything after its end. The picture counts
        /// against the account's quota. If nothing uses it for 7 days, it is deleted.
        UploadPicture = "upload_picture": POST "/api/v1/media", User, CREATED {
            limits: [Writing],
            upload: PICTURE,
            answer: UploadedPicture,
            headers: [Location],
            problems: [NO_ROOM, PICTURE_TOO_LARGE, NOT_A_PICTURE, BAD_PICTURE],
        }
        /// Adds a smaller width to a picture of the caller.
        ///
        /// `width` is 480, 960 or 1440, less than the picture's own. The body is the same picture in this
        /// width, in any of the formats. If the picture already has this width, it keeps the one it has.
        AddPictureWidth = "add_picture_width": PUT "/api/v1/media/{id}/{width}"
            (id: PictureId, width: PictureWidth), User, OK
        {
            limits: [Writing],
            upload: PICTURE,
            answer: AddedWidth,
            problems: [NO_ROOM, PICTURE_TOO_LARGE, NOT_A_PICTURE, BAD_PICTURE],
        }
        /// Lists the caller's pictures, newest first, and how much room they take up.
        ///
        /// Pictures that nothing has used for 7 days are no longer listed: they are about to be deleted.
        ListPictures = "list_pictures": GET "/api/v1/media", User, OK {
            query: ListPictures from ListPicturesQuery,
            answer: PicturePage,
            cache_control: "no-store",
        }
        /// Deletes a picture of the caller.
        ///
        /// A picture that a post, a draft or the profile of the caller uses gets 409: remove it there first.
        /// Copies in caches may stay.
        DeletePicture = "delete_picture": DELETE "/api/v1/media/{id}" (id: PictureId), User, NO_CONTENT {
            limits: [Writing],
            problems: [PICTURE_IN_USE],
        }
    }
}

#[cfg(test)]
mod tests;
