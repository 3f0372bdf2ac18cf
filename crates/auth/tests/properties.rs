//! What holds for every token, tried with random ones.

use connectly_auth::{Claims, TOKEN_VALIDITY, TokenKey, TokenKeys};
use connectly_types::{SessionId, UserId};
use proptest::{prelude::*, sample::Index};
use uuid::Uuid;

const OLD: &[u8] = b"0123456789abcdef0123456789abcdef";
const NEW: &[u8] = b"another secret of thirty-two byte";

fn keys() -> TokenKeys {
    let key = |secret| TokenKey::new(secret).expect("it is long enough");
    TokenKeys::new(key(NEW), Some(key(OLD)))
}

fn claims(user: u128, session: u128) -> Claims {
    let [user, session] = [user, session].map(Uuid::from_u128);
    Claims { user: UserId::from(user), session: SessionId::from(session) }
}

proptest! {
    #[test]
    fn a_token_says_what_it_was_made_to_say(user: u128, session: u128) {
        let claims = claims(user, session);
        let token = keys().issue(claims, TOKEN_VALIDITY).unwrap();
        prop_assert_eq!(keys().verify(&token), Ok(claims));
    }

    #[test]
    fn a_token_with_another_character_is_none(place: Index, other in "[A-Za-z0-9._=-]|\\PC") {
        let token = keys().issue(claims(1, 2), TOKEN_VALIDITY).unwrap();
        let place = place.index(token.len());
        let changed = format!("{}{other}{}", &token[..place], &token[place + 1..]);
        prop_assume!(changed != token);
        prop_assert!(keys().verify(&changed).is_err(), "{changed}");
    }

    #[test]
    fn a_part_of_a_token_is_none(from: Index, to: Index) {
        let token = keys().issue(claims(1, 2), TOKEN_VALIDITY).unwrap();
        let [from, to] = [from, to].map(|place| place.index(token.len()));
        prop_assert!(keys().verify(token.get(from..to).unwrap_or_default()).is_err());
    }

    #[test]
    fn what_nobody_signed_is_no_token(
        text in prop_oneof![any::<String>(), "[A-Za-z0-9_-]{0,40}(\\.[A-Za-z0-9_-]{0,40}){0,4}"],
    ) {
        prop_assert!(keys().verify(&text).is_err());
    }
}
