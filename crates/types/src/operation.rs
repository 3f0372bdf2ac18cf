//! The table of operations: what the API can do, each with one name that is also its
//! handler's, its file's, its statement's and its test's.

use http::{Method, StatusCode};

/// One operation of the API.
#[derive(Clone, Debug)]
pub struct Operation {
    /// In snake case.
    pub name: &'static str,
    /// The method.
    pub method: Method,
    /// The path, with parameters in braces.
    pub path: &'static str,
    /// Who may call it.
    pub access: Access,
    /// The status of success.
    pub success: StatusCode,
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

macro_rules! operations {
    ($($(#[$doc:meta])* $constant:ident = $name:literal: $method:ident $path:literal,
        $access:ident, $success:ident;)*) => {
        $(
            $(#[$doc])*
            pub const $constant: Operation = Operation {
                name: $name,
                method: Method::$method,
                path: $path,
                access: Access::$access,
                success: StatusCode::$success,
            };
        )*

        /// All operations.
        pub const OPERATIONS: &[Operation] = &[$($constant),*];
    };
}

operations! {
    /// Makes an account and signs in to it.
    SIGN_UP = "sign_up": POST "/api/v1/user/signup", Anyone, CREATED;
    /// Exchanges e-mail and password for a token.
    SIGN_IN = "sign_in": POST "/api/v1/user/signin", Anyone, OK;
    /// Ends the session that the token belongs to.
    SIGN_OUT = "sign_out": POST "/api/v1/user/logout", User, OK;
    /// Says who the token belongs to.
    READ_ME = "read_me": GET "/api/v1/user/me", User, OK;
    /// Writes a post, or a draft.
    CREATE_POST = "create_post": POST "/api/v1/blog", User, CREATED;
    /// Changes a post of one's own.
    UPDATE_POST = "update_post": PUT "/api/v1/blog", Owner, OK;
    /// A page of posts, newest first.
    LIST_POSTS = "list_posts": GET "/api/v1/blog/bulk", Reader, OK;
    /// One post.
    READ_POST = "read_post": GET "/api/v1/blog/{id}", Reader, OK;
    /// Deletes a post of one's own.
    DELETE_POST = "delete_post": DELETE "/api/v1/blog/{id}", Owner, NO_CONTENT;
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
