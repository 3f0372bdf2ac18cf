//! The table of operations. Each has one name, which is also the name of its handler, its file, its
//! statement and its test.

use http::{Method, StatusCode};

use crate::{
    AccountExport, ChangePassword, CreatePost, CreatedPost, DeleteAccount, ExportAccountQuery,
    ListPostsQuery, LoggedOut, Me, PostPage, ProblemKind, ReadPost, Sessions, Shape, SignIn,
    SignUp, SignedIn, UpdateMe, UpdatePost, UpdatedPost,
};

/// One operation of the API.
#[derive(Clone, Debug)]
pub struct Operation {
    /// In snake case.
    pub name: &'static str,
    /// What it does, in a sentence.
    pub summary: &'static str,
    /// More about it, as lines of Markdown; may be empty.
    pub description: &'static str,
    /// The method.
    pub method: Method,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// The parameters after the path.
    pub query: Option<Shape>,
    /// The body that it takes.
    pub body: Option<Shape>,
    /// The status of success.
    pub success: StatusCode,
    /// The body of success.
    pub answer: Option<Shape>,
    /// The media type of success that a client can request instead of JSON.
    pub alternative: Option<&'static str>,
    /// The headers of success.
    pub headers: &'static [&'static str],
    /// The problems of this operation, without those that follow from its access, its path and its
    /// input.
    pub problems: &'static [ProblemKind],
}

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everyone; tokens are ignored.
    Anyone,
    /// Everyone with a live token, and without one when the variable `public_reads` is on.
    Reader,
    /// Everyone with a live token.
    User,
    /// Only the author of the post.
    Owner,
}

macro_rules! shape {
    ($kind:ident:) => {
        None
    };
    ($kind:ident: $type:ident) => {
        Some(Shape::$kind::<$type>(stringify!($type)))
    };
}

macro_rules! optional {
    () => {
        None
    };
    ($value:literal) => {
        Some($value)
    };
}

macro_rules! operations {
    ($(#[doc = $summary:literal] $(#[doc = $more:literal])*
    $constant:ident = $name:literal: $method:ident $path:literal, $access:ident, $success:ident {
        $(query: $query:ident,)?
        $(body: $body:ident,)?
        $(answer: $answer:ident,)?
        $(alternative: $alternative:literal,)?
        $(headers: [$($header:literal),+],)?
        $(problems: [$($problem:ident),+],)?
    })*) => {
        $(
            #[doc = $summary]
            $(#[doc = $more])*
            pub const $constant: Operation = Operation {
                name: $name,
                summary: $summary.trim_ascii(),
                description: concat!($($more, "\n"),*).trim_ascii(),
                method: Method::$method,
                path: $path,
                access: Access::$access,
                query: shape!(of: $($query)?),
                body: shape!(input: $($body)?),
                success: StatusCode::$success,
                answer: shape!(of: $($answer)?),
                alternative: optional!($($alternative)?),
                headers: &[$($($header),+)?],
                problems: &[$($(ProblemKind::$problem),+)?],
            };
        )*

        /// All operations.
        pub const OPERATIONS: &[Operation] = &[$($constant),*];
    };
}

operations! {
    /// Creates an account and signs in to it.
    ///
    /// The token is valid for 7 days, or until its session ends.
    SIGN_UP = "sign_up": POST "/api/v1/user/signup", Anyone, CREATED {
        body: SignUp,
        answer: SignedIn,
        headers: ["Cache-Control", "Set-Cookie"],
        problems: [EMAIL_TAKEN, TOO_MANY],
    }
    /// Exchanges e-mail and password for a token.
    ///
    /// Each sign-in starts a new session. A wrong e-mail and a wrong password get the same answer,
    /// after about the same time.
    SIGN_IN = "sign_in": POST "/api/v1/user/signin", Anyone, OK {
        body: SignIn,
        answer: SignedIn,
        headers: ["Cache-Control", "Set-Cookie"],
        problems: [WRONG_CREDENTIALS, TOO_MANY],
    }
    /// Ends the session that the token belongs to.
    ///
    /// From then on the token gets 401 everywhere. Other sessions of the same account go on.
    SIGN_OUT = "sign_out": POST "/api/v1/user/logout", User, OK {
        answer: LoggedOut,
        headers: ["Cache-Control", "Set-Cookie"],
    }
    /// Returns the account of the token.
    READ_ME = "read_me": GET "/api/v1/user/me", User, OK {
        answer: Me,
        headers: ["Cache-Control"],
    }
    /// Changes the account's name.
    ///
    /// An absent field stays unchanged. A `name` of null removes the name.
    UPDATE_ME = "update_me": PATCH "/api/v1/user/me", User, OK {
        body: UpdateMe,
        answer: Me,
        headers: ["Cache-Control"],
        problems: [TOO_MANY],
    }
    /// Changes the password and ends all other sessions of the account.
    ///
    /// The session that makes the request goes on. A wrong current password gets 403, so that no
    /// client mistakes it for the end of the session.
    CHANGE_PASSWORD = "change_password": POST "/api/v1/user/password", User, NO_CONTENT {
        body: ChangePassword,
        problems: [WRONG_PASSWORD, TOO_MANY],
    }
    /// Lists the sessions of the account.
    ///
    /// The session that makes the request comes first, then the most recently used ones, at most
    /// 100.
    LIST_SESSIONS = "list_sessions": GET "/api/v1/user/sessions", User, OK {
        answer: Sessions,
        headers: ["Cache-Control"],
    }
    /// Ends a session of the account.
    ///
    /// Its token gets 401 everywhere from then on. It may be the session that makes the request.
    /// Unlike this operation, signing out also deletes a browser's cookie.
    END_SESSION = "end_session": DELETE "/api/v1/user/sessions/{id}", User, NO_CONTENT {}
    /// Exports all data of the account: sessions, posts and drafts.
    ///
    /// As JSON, or with `format=archive` as a zip archive with the same JSON and each post as a
    /// Markdown file with YAML front matter. A part has at most 1,000 posts and 4 MiB of content.
    /// If there is more, `nextCursor` and the header `Link` lead to the next part.
    EXPORT_ACCOUNT = "export_account": GET "/api/v1/user/export", User, OK {
        query: ExportAccountQuery,
        answer: AccountExport,
        alternative: "application/zip",
        headers: ["Cache-Control", "Content-Disposition", "Link"],
    }
    /// Deletes the account permanently.
    ///
    /// All its sessions end and its drafts are deleted. Published posts are deleted too, or stay
    /// under the name "Deleted author". The e-mail address becomes available again.
    DELETE_ACCOUNT = "delete_account": POST "/api/v1/user/delete", User, NO_CONTENT {
        body: DeleteAccount,
        headers: ["Set-Cookie"],
        problems: [WRONG_PASSWORD, TOO_MANY],
    }
    /// Creates a post or a draft.
    ///
    /// A post is published unless the request says `"published": false`. Only its author can see a
    /// draft.
    CREATE_POST = "create_post": POST "/api/v1/blog", User, CREATED {
        body: CreatePost,
        answer: CreatedPost,
        headers: ["Location", "ETag"],
        problems: [TOO_MANY],
    }
    /// Changes a post of the caller.
    ///
    /// A field that is absent or null stays unchanged. With `If-Match`, the change is made only to
    /// the revision that the client knows, so that nobody overwrites what another user, or another
    /// tab, has saved.
    UPDATE_POST = "update_post": PUT "/api/v1/blog", Owner, OK {
        body: UpdatePost,
        answer: UpdatedPost,
        headers: ["ETag"],
        problems: [TOO_MANY],
    }
    /// Lists posts, newest first.
    ///
    /// Lists published posts of all authors. With the caller as `author`, it includes the caller's
    /// drafts. Posts that are created or deleted meanwhile do not shift a page.
    LIST_POSTS = "list_posts": GET "/api/v1/blog/bulk", Reader, OK {
        query: ListPostsQuery,
        answer: PostPage,
        headers: ["Cache-Control"],
    }
    /// Reads a post.
    ///
    /// A draft is 404 for everyone except its author.
    READ_POST = "read_post": GET "/api/v1/blog/{id}", Reader, OK {
        answer: ReadPost,
        headers: ["ETag", "Cache-Control"],
    }
    /// Deletes a post of the caller.
    ///
    /// With `If-Match`, only in the revision that the client knows.
    DELETE_POST = "delete_post": DELETE "/api/v1/blog/{id}", Owner, NO_CONTENT {
        problems: [TOO_MANY],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_routes_are_unique() {
        for (index, one) in OPERATIONS.iter().enumerate() {
            for other in &OPERATIONS[index + 1..] {
                assert_ne!(one.name, other.name);
                assert_ne!((&one.method, one.path), (&other.method, other.path));
            }
        }
    }
}
