//! Signatures of requests: AWS Signature Version 4, in a header.

use hmac_sha256::{HMAC, Hash};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The account that signs.
#[derive(Clone)]
pub(crate) struct Keys {
    pub(crate) access: String,
    pub(crate) secret: String,
}

/// What a signature is good for.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    /// `20130524T000000Z`
    pub(crate) time: &'a str,
    pub(crate) region: &'a str,
    pub(crate) service: &'a str,
}

/// What is signed. There is no query.
pub(crate) struct Signature<'a> {
    pub(crate) keys: &'a Keys,
    pub(crate) scope: Scope<'a>,
    pub(crate) method: &'a str,
    /// Encoded.
    pub(crate) path: &'a str,
    /// Lower-case names, in order.
    pub(crate) headers: &'a [(&'a str, &'a str)],
    /// The body's hash, or what takes its place.
    pub(crate) hash: &'a str,
}

impl Signature<'_> {
    /// The value of the header `Authorization`.
    pub(crate) fn authorization(&self) -> String {
        format!(
            "{ALGORITHM} Credential={}/{},SignedHeaders={},Signature={}",
            self.keys.access,
            self.scope(),
            self.signed_headers(),
            self.signature(),
        )
    }

    fn day(&self) -> &str {
        self.scope.time.split('T').next().unwrap_or_default()
    }

    fn scope(&self) -> String {
        format!("{}/{}/{}/aws4_request", self.day(), self.scope.region, self.scope.service)
    }

    fn signed_headers(&self) -> String {
        let names: Vec<_> = self.headers.iter().map(|(name, _)| *name).collect();
        names.join(";")
    }

    fn signature(&self) -> String {
        let headers: String =
            self.headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let request = format!(
            "{}\n{}\n\n{headers}\n{}\n{}",
            self.method,
            self.path,
            self.signed_headers(),
            self.hash,
        );
        let text = format!(
            "{ALGORITHM}\n{}\n{}\n{}",
            self.scope.time,
            self.scope(),
            sha256(request.as_bytes()),
        );
        let first = format!("AWS4{}", self.keys.secret);
        let key = [self.day(), self.scope.region, self.scope.service, "aws4_request"]
            .iter()
            .fold(first.into_bytes(), |key, part| HMAC::mac(part.as_bytes(), key).to_vec());
        hex(&HMAC::mac(text.as_bytes(), key))
    }
}

/// In hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Hash::hash(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From "Signature Calculations for the Authorization Header", in the documentation of Amazon S3.
    const NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    fn keys(secret: &str, access: &str) -> Keys {
        Keys { access: access.to_owned(), secret: secret.to_owned() }
    }

    fn of_s3(method: &str, path: &str, headers: &[(&str, &str)], hash: &str) -> String {
        let keys = keys("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY", "AKIAIOSFODNN7EXAMPLE");
        let scope = Scope { time: "20130524T000000Z", region: "us-east-1", service: "s3" };
        Signature { keys: &keys, scope, method, path, headers, hash }.signature()
    }

    #[test]
    fn the_documented_example_of_reading_is_signed_so() {
        let headers = [
            ("host", "examplebucket.s3.amazonaws.com"),
            ("range", "bytes=0-9"),
            ("x-amz-content-sha256", NOTHING),
            ("x-amz-date", "20130524T000000Z"),
        ];
        assert_eq!(
            of_s3("GET", "/test.txt", &headers, NOTHING),
            "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        );
    }

    #[test]
    fn the_documented_example_of_writing_is_signed_so() {
        let hash = sha256(b"Welcome to Amazon S3.");
        let headers = [
            ("date", "Fri, 24 May 2013 00:00:00 GMT"),
            ("host", "examplebucket.s3.amazonaws.com"),
            ("x-amz-content-sha256", &hash),
            ("x-amz-date", "20130524T000000Z"),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
        ];
        assert_eq!(
            of_s3("PUT", "/test%24file.text", &headers, &hash),
            "98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd"
        );
    }

    #[test]
    fn the_test_suites_plainest_request_is_signed_so() {
        let keys = keys("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "AKIDEXAMPLE");
        let scope = Scope { time: "20150830T123600Z", region: "us-east-1", service: "service" };
        let headers = [("host", "example.amazonaws.com"), ("x-amz-date", "20150830T123600Z")];
        let signature = Signature {
            keys: &keys,
            scope,
            method: "GET",
            path: "/",
            headers: &headers,
            hash: NOTHING,
        };
        assert_eq!(
            signature.signature(),
            "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
        );
    }
}
