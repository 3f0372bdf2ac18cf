//! A valid request for any operation, from the examples of the API's document.

use connectly_types::{Handle, Operation, PathParameter as _, PictureId, PostId, SessionId, Slug};
use serde_json::Value;

use crate::Picture;

/// The address in the examples.
const EMAIL: &str = "ada@example.com";

/// What a request is about: it takes the place of the ids and the address in the examples.
#[derive(Clone, Debug, Default)]
pub struct Subject {
    /// The id of a post.
    pub post: String,
    /// The id of a session.
    pub session: String,
    /// The e-mail address of an account.
    pub email: String,
    /// The id of a picture that is as wide and high as [`Picture::default`].
    pub picture: String,
    /// The handle of an account.
    pub handle: String,
    /// The slug of a post.
    pub slug: String,
}

impl Subject {
    /// The operation's path.
    pub fn path(&self, operation: &Operation) -> String {
        let values: Vec<_> =
            operation.parameters.iter().map(|parameter| self.text(parameter.example)).collect();
        operation.path_of(&values)
    }

    /// A body that the operation accepts; `None` where it takes none.
    pub fn body(&self, operation: &Operation) -> Option<Value> {
        let mut body = connectly_openapi::example(operation.body?.name);
        for (_, value) in body.as_object_mut().into_iter().flatten() {
            if let Value::String(text) = value {
                *text = self.text(text).to_owned();
            }
        }
        // One account has an address, and one has a handle.
        if operation.name == "sign_up" {
            body["email"] = format!("new.{}", self.email).into();
        }
        if operation.name == "update_me" {
            body["handle"] = format!("{}_2", self.handle).into();
        }
        Some(body)
    }

    /// A file that the operation accepts; `None` where it takes none.
    pub fn upload(&self, operation: &Operation) -> Option<Picture> {
        operation.upload?;
        let has_width = operation.parameters.iter().any(|parameter| parameter.name == "width");
        Some(if has_width { Picture::narrow() } else { Picture::default() })
    }

    fn text<'a>(&'a self, example: &'a str) -> &'a str {
        match example {
            PostId::EXAMPLE => &self.post,
            SessionId::EXAMPLE => &self.session,
            PictureId::EXAMPLE => &self.picture,
            EMAIL => &self.email,
            Handle::EXAMPLE => &self.handle,
            Slug::EXAMPLE => &self.slug,
            other => other,
        }
    }
}
