//! The table of operations: what the API can do, each with one name that is also its
//! handler's, its file's, its statement's and its test's.

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
    /// The media type of success that can be asked for in place of JSON.
    pub alternative: Option<&'static str>,
    /// The headers of success.
    pub headers: &'static [&'static str],
    /// The problems that are its own; those of its access, its path and its input are in
    /// none of these lists.
    pub problems: &'static [ProblemKind],
}

/// Who may call an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everyone; no token is looked at.
    Anyone,
    /// Everyone with a live token, and without one when the variable `public_reads` is on.
    Reader,
    /// Everyone with a live token.
    User,
    /// The author of the post in question alone.
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
    /// Makes an account and signs in to it.
    ///
    /// The token is good for 7 days, or until its session is ended by signing out.
    SIGN_UP = "sign_up": POST "/api/v1/user/signup", Anyone, CREATED {
        body: SignUp,
        answer: SignedIn,
        headers: ["Cache-Control", "Set-Cookie"],
        problems: [EMAIL_TAKEN, TOO_MANY],
    }
    /// Exchanges e-mail and password for a token.
    ///
    /// Each sign-in is a session of its own. A wrong e-mail and a wrong password get the same
    /// answer, which comes after about the same time.
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
    /// Says who the token belongs to.
    READ_ME = "read_me": GET "/api/v1/user/me", User, OK {
        answer: Me,
        headers: ["Cache-Control"],
    }
    /// Changes what one tells of oneself.
    ///
    /// What is absent stays as it is; a `name` of null takes the name away.
    UPDATE_ME = "update_me": PATCH "/api/v1/user/me", User, OK {
        body: UpdateMe,
        answer: Me,
        headers: ["Cache-Control"],
        problems: [TOO_MANY],
    }
    /// Changes the password and ends all other sessions of the account.
    ///
    /// The session that asks goes on. A wrong current password is 403, so that no client
    /// takes it for the end of the session.
    CHANGE_PASSWORD = "change_password": POST "/api/v1/user/password", User, NO_CONTENT {
        body: ChangePassword,
        problems: [WRONG_PASSWORD, TOO_MANY],
    }
    /// The sessions of one's own account.
    ///
    /// The one that asks comes first, then those that were used last; at most 100.
    LIST_SESSIONS = "list_sessions": GET "/api/v1/user/sessions", User, OK {
        answer: Sessions,
        headers: ["Cache-Control"],
    }
    /// Ends a session of one's own account.
    ///
    /// Its token gets 401 everywhere from then on. It may be the session that asks; signing
    /// out also makes a browser forget its cookie.
    END_SESSION = "end_session": DELETE "/api/v1/user/sessions/{id}", User, NO_CONTENT {}
    /// Everything that is kept of one's own: account, sessions, posts and drafts.
    ///
    /// As JSON, or with `format=archive` as a zip archive that holds the same JSON and each post
    /// as a Markdown file with its particulars as YAML front matter. A part has at most 1,000
    /// posts and 4 MiB of their content. Where there is more, `nextCursor` says where the next
    /// part begins, and so does the header `Link`.
    EXPORT_ACCOUNT = "export_account": GET "/api/v1/user/export", User, OK {
        query: ExportAccountQuery,
        answer: AccountExport,
        alternative: "application/zip",
        headers: ["Cache-Control", "Content-Disposition", "Link"],
    }
    /// Deletes one's own account, for good.
    ///
    /// All its sessions end and its drafts are deleted. Published posts are deleted too, or
    /// stand under the name "Deleted author" from then on. The e-mail address is free again.
    DELETE_ACCOUNT = "delete_account": POST "/api/v1/user/delete", User, NO_CONTENT {
        body: DeleteAccount,
        headers: ["Set-Cookie"],
        problems: [WRONG_PASSWORD, TOO_MANY],
    }
    /// Writes a post, or a draft.
    ///
    /// A post is published unless the request says `"published": false`. A draft is there for
    /// its author alone.
    CREATE_POST = "create_post": POST "/api/v1/blog", User, CREATED {
        body: CreatePost,
        answer: CreatedPost,
        headers: ["Location", "ETag"],
        problems: [TOO_MANY],
    }
    /// Changes a post of one's own.
    ///
    /// What is absent or null stays as it is. With `If-Match` the change is made only to the
    /// state that the client knows, so that nobody overwrites what somebody else, or another
    /// tab, has saved.
    UPDATE_POST = "update_post": PUT "/api/v1/blog", Owner, OK {
        body: UpdatePost,
        answer: UpdatedPost,
        headers: ["ETag"],
        problems: [TOO_MANY],
    }
    /// A page of posts, newest first.
    ///
    /// Published posts of all authors; with `author` set to oneself, one's drafts too. Posts
    /// that are made or deleted meanwhile do not shift a page.
    LIST_POSTS = "list_posts": GET "/api/v1/blog/bulk", Reader, OK {
        query: ListPostsQuery,
        answer: PostPage,
        headers: ["Cache-Control"],
    }
    /// One post.
    ///
    /// A draft is 404 for all but its author.
    READ_POST = "read_post": GET "/api/v1/blog/{id}", Reader, OK {
        answer: ReadPost,
        headers: ["ETag", "Cache-Control"],
    }
    /// Deletes a post of one's own.
    ///
    /// With `If-Match` only in the state that the client knows.
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
