//! The headers that an operation's success can carry, each as a type.

use http::{HeaderMap, HeaderName, HeaderValue, header};

/// One header of an answer.
pub trait AnswerHeader {
    /// Its name as documents write it.
    const NAME: &'static str;

    /// Adds it, if it has a value.
    fn add_to(self, headers: &mut HeaderMap);
}

/// All headers of an answer: `()`, one of them, or a tuple.
pub trait AnswerHeaders {
    /// Their names.
    const NAMES: &'static [&'static str];

    /// Adds those that have a value.
    fn add_to(self, headers: &mut HeaderMap);
}

macro_rules! answer_headers {
    ($($(#[$doc:meta])* $type:ident($value:ty) $name:literal $header:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $type(pub $value);

        impl AnswerHeader for $type {
            const NAME: &'static str = $name;

            fn add_to(self, headers: &mut HeaderMap) {
                const HEADER: HeaderName = header::$header;
                headers.extend(Option::<HeaderValue>::from(self.0).map(|value| (HEADER, value)));
            }
        }
    )*};
}

answer_headers! {
    /// The state of a post.
    ETag(HeaderValue) "ETag" ETAG;
    /// Where something new is.
    Location(HeaderValue) "Location" LOCATION;
    /// The token for browsers.
    SetCookie(HeaderValue) "Set-Cookie" SET_COOKIE;
    /// That the answer is a file, and its name.
    ContentDisposition(HeaderValue) "Content-Disposition" CONTENT_DISPOSITION;
    /// Where the next part is, if there is one.
    Link(Option<HeaderValue>) "Link" LINK;
}

impl AnswerHeaders for () {
    const NAMES: &'static [&'static str] = &[];

    fn add_to(self, _: &mut HeaderMap) {}
}

impl<T: AnswerHeader> AnswerHeaders for T {
    const NAMES: &'static [&'static str] = &[T::NAME];

    fn add_to(self, headers: &mut HeaderMap) {
        AnswerHeader::add_to(self, headers);
    }
}

impl<A: AnswerHeader, B: AnswerHeader> AnswerHeaders for (A, B) {
    const NAMES: &'static [&'static str] = &[A::NAME, B::NAME];

    fn add_to(self, headers: &mut HeaderMap) {
        self.0.add_to(headers);
        self.1.add_to(headers);
    }
}
