//! Checks that all contestants give the same answers to the same requests. Otherwise a comparison
//! would mean nothing.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use crate::client::{self, Answer};
use crate::contestant::Contestant;
use crate::dataset::{Dataset, PASSWORD};
use crate::plan::Scenario;
use crate::requests::new_post;
use crate::site::Site;

/// Compares every contestant with Connectly.
pub async fn check(
    data: &Dataset,
    connectly: &Contestant,
    contestants: &[Contestant],
) -> Result<()> {
    let expected = answers(data, connectly).await.context("Connectly")?;
    for contestant in contestants.iter().filter(|one| one.answers_the_api()) {
        let name = &contestant.name;
        let found = answers(data, contestant).await.with_context(|| name.clone())?;
        for (what, found) in &found {
            let expected = expected.iter().find(|(name, _)| name == what);
            let (_, expected) = expected.context("Connectly was not asked")?;
            let expected = match contestant.trusts_signatures() {
                true => &part_of(expected, found),
                false => expected,
            };
            ensure!(
                expected == found,
                "{name} answers differently, so there is nothing to compare: {what}\n\
                 Connectly: {}\n{name}: {}",
                beginning(expected, found),
                beginning(found, expected)
            );
        }
    }
    Ok(())
}

/// What an answer has of the fields that another one has. The original has fewer: those of its project.
fn part_of(all: &Value, fields: &Value) -> Value {
    match (all, fields) {
        (Value::Object(all), Value::Object(fields)) => fields
            .iter()
            .filter_map(|(name, field)| Some((name.clone(), part_of(all.get(name)?, field))))
            .collect(),
        (Value::Array(all), Value::Array(fields)) if all.len() == fields.len() => {
            all.iter().zip(fields).map(|(all, fields)| part_of(all, fields)).collect()
        }
        _ => all.clone(),
    }
}

/// The part of an answer that shows where it differs from another.
fn beginning(this: &Value, other: &Value) -> String {
    const AROUND: usize = 100;

    let (this, other) = (this.to_string(), other.to_string());
    let same = this.chars().zip(other.chars()).take_while(|(this, other)| this == other).count();
    this.chars().skip(same.saturating_sub(AROUND)).take(2 * AROUND).collect()
}

/// Each answer with its request.
type Answers = Vec<(&'static str, Value)>;

/// A contestant's answers for all scenarios in which it takes part.
async fn answers(data: &Dataset, contestant: &Contestant) -> Result<Answers> {
    let site = Site::start(contestant, &data.access).await?;
    let address = site.address();
    let read = |id: String, token: String| async move {
        client::get(address, &format!("/api/v1/blog/{id}"), &token).await.map(comparable)
    };
    let (post, token) = (data.posts[0].clone(), data.access.token.clone());
    let mut answers: Answers = vec![
        ("read", read(post.clone(), token.clone()).await?),
        ("list", comparable(client::get(address, "/api/v1/blog/bulk", &token).await?)),
    ];
    if contestant.can(Scenario::PublicRead) {
        answers.push(("read without a token", read(post.clone(), String::new()).await?));
    }
    // A missing post; a token with another signature.
    let missing = post.replace('7', "8");
    answers.push(("read what is missing", json!(read(missing, token.clone()).await?["status"])));
    answers.push(("a forged token", json!(read(post.clone(), forged(&token)).await?["status"])));
    if !contestant.trusts_signatures() {
        let dead = read(post, data.dead_token.clone()).await?;
        answers.push(("an ended session", json!(dead["status"])));
    }

    let created = client::post(address, "/api/v1/blog", &token, &new_post()).await?;
    let id = created.json["id"].as_str().context("a new post has no id")?.to_owned();
    let mut written = read(id, token).await?;
    for name in ["id", "createdAt", "updatedAt", "publishedAt"] {
        written["json"]["post"][name].take();
    }
    answers.push(("create", json!([created.status, written])));
    if contestant.can(Scenario::SignIn) {
        for (what, password) in [("sign in", PASSWORD), ("a wrong password", "a wrong one")] {
            let body = json!({ "email": data.emails[0], "password": password });
            let signed_in = client::post(address, "/api/v1/user/signin", "", &body).await?;
            answers.push((what, json!([signed_in.status, signed_in.json["user"]])));
        }
    }
    site.stop().await;
    // The next contestant's list must begin with the same post.
    data.take_back_what_was_written().await?;
    Ok(answers)
}

/// The token with another signature.
fn forged(token: &str) -> String {
    let (message, signature) = token.rsplit_once('.').unwrap_or_default();
    format!("{message}.{}", signature.chars().rev().collect::<String>())
}

/// Removes what may differ: the cursor, which means nothing to clients, and insignificant digits of
/// a time.
fn comparable(answer: Answer) -> Value {
    let Answer { status, mut json, .. } = answer;
    if let Some(object) = json.as_object_mut() {
        object.remove("nextCursor");
    }
    let posts = match json.get_mut("posts") {
        Some(Value::Array(posts)) => posts.iter_mut().collect(),
        _ => Vec::from_iter(json.get_mut("post")),
    };
    for post in posts {
        for name in ["createdAt", "updatedAt", "publishedAt"] {
            if let Some(time) = post[name].as_str() {
                post[name] = short(time).into();
            }
        }
    }
    json!({ "status": status, "json": json })
}

/// A time without zeros at the end of its fraction.
fn short(time: &str) -> String {
    let Some((seconds, fraction)) = time.trim_end_matches('Z').split_once('.') else {
        return time.to_owned();
    };
    let fraction = fraction.trim_end_matches('0');
    let point = if fraction.is_empty() { "" } else { "." };
    format!("{seconds}{point}{fraction}Z")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_that_only_one_answer_has_are_left_out_and_all_else_is_compared() {
        let all =
            json!({ "posts": [{ "id": 1, "slug": "a" }, { "id": 2, "slug": "b" }], "more": 1 });
        let fields = json!({ "posts": [{ "id": 1 }, { "id": 7 }] });
        assert_eq!(part_of(&all, &fields), json!({ "posts": [{ "id": 1 }, { "id": 2 }] }));
        assert_eq!(part_of(&all, &json!({ "posts": [] })), json!({ "posts": all["posts"] }));
        assert_eq!(part_of(&json!({}), &json!({ "id": 1 })), json!({}));
    }

    #[test]
    fn a_time_is_the_same_however_many_zeros_it_has() {
        for (time, expected) in [
            ("2026-01-01T00:00:01.000000Z", "2026-01-01T00:00:01Z"),
            ("2026-01-01T00:00:01.250Z", "2026-01-01T00:00:01.25Z"),
            ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z"),
        ] {
            assert_eq!(short(time), expected);
        }
    }
}
