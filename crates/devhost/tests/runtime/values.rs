//! Types between Postgres and a component.

use serde_json::json;

use crate::database::Database;

#[tokio::test]
async fn each_type_arrives_as_its_case() {
    let database = Database::create().await;
    let app = database.app().start();
    for (sql, data_type, value) in [
        ("true", "Boolean", "Boolean(true)"),
        ("1::int2", "Int16", "Int16(1)"),
        ("2::int4", "Int32", "Int32(2)"),
        ("3::int8", "Int64", "Int64(3)"),
        ("1.5::float4", "Floating32", "Floating32(1.5)"),
        ("2.5::float8", "Floating64", "Floating64(2.5)"),
        ("'a'::text", "Str", "Str(\"a\")"),
        ("'b'::varchar", "Str", "Str(\"b\")"),
        ("'c'::char(2)", "Str", "Str(\"c \")"),
        (r"'\x0102'::bytea", "Binary", "Binary([1, 2])"),
        ("date '2024-02-29'", "Date", "Date((2024, 2, 29))"),
        ("time '01:02:03.5'", "Time", "Time((1, 2, 3, 500000000))"),
        (
            "timestamp '2024-02-29 01:02:03.000004'",
            "Datetime",
            "Datetime((2024, 2, 29, 1, 2, 3, 4000))",
        ),
        (
            "uuid '0192f0c1-2345-7abc-8def-0123456789ab'",
            "Uuid",
            "Uuid(\"0192f0c1-2345-7abc-8def-0123456789ab\")",
        ),
        // Postgres has another order of keys: it puts shorter ones first.
        (
            r#"'{"b": 1, "aa": [null, 1.50]}'::jsonb"#,
            "Jsonb",
            &format!("Jsonb({:?})", br#"{"aa":[null,1.5],"b":1}"#),
        ),
        ("1.20::numeric", "Decimal", "Decimal(\"1.20\")"),
        (
            "interval '1 month 2 days 3 seconds'",
            "Interval",
            "Interval(Interval { micros: 3000000, days: 2, months: 1 })",
        ),
        (
            "int4range(1, 3)",
            "RangeInt32",
            "RangeInt32((Some((1, RangeBoundKind::Inclusive)), Some((3, RangeBoundKind::Exclusive))))",
        ),
        ("int8range(null, null)", "RangeInt64", "RangeInt64((None, None))"),
        (
            "numrange(1.5, null, '()')",
            "RangeDecimal",
            "RangeDecimal((Some((\"1.5\", RangeBoundKind::Exclusive)), None))",
        ),
        ("array[1, null]", "ArrayInt32", "ArrayInt32([Some(1), None])"),
        ("array[1::int8]", "ArrayInt64", "ArrayInt64([Some(1)])"),
        ("array[1.5]", "ArrayDecimal", "ArrayDecimal([Some(\"1.5\")])"),
        ("array['a'::text, null]", "ArrayStr", "ArrayStr([Some(\"a\"), None])"),
        ("null::text", "Str", "DbNull"),
        // Types without a case arrive as Postgres sends them.
        (r#"'{"a": 1}'::json"#, "Other(\"json\")", &format!("Unsupported({:?})", br#"{"a": 1}"#)),
        ("'a'::name", "Other(\"name\")", "Unsupported([97])"),
        ("null::json", "Other(\"json\")", "DbNull"),
    ] {
        let reply = database.run(&app, &format!("select {sql} as it")).await;
        let expected = json!({
            "columns": [["it", format!("DbDataType::{data_type}")]],
            "rows": [[format!("DbValue::{value}")]],
        });
        assert_eq!(reply, expected, "{sql}");
    }
}

#[tokio::test]
async fn a_value_that_cannot_be_carried_is_an_error_at_its_row() {
    let database = Database::create().await;
    let app = database.app().start();
    for sql in ["now()", "'NaN'::numeric", "'infinity'::date"] {
        let error = database.run(&app, &format!("select {sql}")).await["error"].clone();
        assert_eq!(error["kind"], "query failed", "{sql}: {error}");
    }
}

#[tokio::test]
async fn each_parameter_reaches_postgres() {
    let database = Database::create().await;
    let app = database.app().start();
    let range = json!([[1, "inclusive"], [3, "exclusive"]]);
    for (parameter, ty, text) in [
        (json!({ "boolean": true }), "bool", "true"),
        (json!({ "int8": 65 }), "\"char\"", "A"),
        (json!({ "int16": -1 }), "int2", "-1"),
        (json!({ "int32": 2 }), "int4", "2"),
        (json!({ "int64": 3 }), "int8", "3"),
        (json!({ "floating32": 1.5 }), "float4", "1.5"),
        (json!({ "floating64": 2.5 }), "float8", "2.5"),
        (json!({ "str": "it's" }), "text", "it's"),
        (json!({ "binary": [1, 2] }), "bytea", r"\x0102"),
        (json!({ "date": [2024, 2, 29] }), "date", "2024-02-29"),
        (json!({ "time": [1, 2, 3, 500_000_000] }), "time", "01:02:03.5"),
        (
            json!({ "datetime": [2024, 2, 29, 1, 2, 3, 4000] }),
            "timestamp",
            "2024-02-29 01:02:03.000004",
        ),
        (json!({ "timestamp": 86400 }), "timestamptz", "1970-01-02 00:00:00+00"),
        (
            json!({ "uuid": "0192f0c1-2345-7abc-8def-0123456789ab" }),
            "uuid",
            "0192f0c1-2345-7abc-8def-0123456789ab",
        ),
        (json!({ "jsonb": "{\"a\": [1]}" }), "jsonb", "{\"a\": [1]}"),
        (json!({ "jsonb": "{\"a\": [1]}" }), "json", "{\"a\":[1]}"),
        (json!({ "decimal": "1.20" }), "numeric", "1.20"),
        (json!({ "range_int32": range }), "int4range", "[1,3)"),
        (json!({ "range_int64": [null, null] }), "int8range", "(,)"),
        (json!({ "range_decimal": [["1.5", "exclusive"], null] }), "numrange", "(1.5,)"),
        (json!({ "array_int32": [1, null] }), "int4[]", "{1,NULL}"),
        (json!({ "array_int64": [2] }), "int8[]", "{2}"),
        (json!({ "array_decimal": ["1.5"] }), "numeric[]", "{1.5}"),
        (json!({ "array_str": ["a", null] }), "text[]", "{a,NULL}"),
        (json!({ "interval": [3_000_000, 2, 1] }), "interval", "1 mon 2 days 00:00:03"),
    ] {
        let statement = format!("select ($1::{ty})::text, current_setting('timezone')");
        let address = format!("{} options='-c timezone=UTC'", database.address());
        let task = json!({ "address": address, "parameters": [parameter] });
        let reply = database.run_task(&app, &statement, task).await;
        assert_eq!(reply["rows"][0][0], format!("DbValue::Str({text:?})"), "{parameter}: {reply}");
    }
    let task = json!({ "parameters": ["db_null"] });
    for ty in ["int4", "uuid", "json", "name"] {
        let statement = format!("select ($1::{ty}) is null");
        let reply = database.run_task(&app, &statement, task.clone()).await;
        assert_eq!(reply["rows"][0][0], "DbValue::Boolean(true)", "{ty}");
    }
}

#[tokio::test]
async fn a_parameter_that_makes_no_sense_is_refused() {
    let database = Database::create().await;
    let app = database.app().start();
    for (parameter, ty) in [
        (json!({ "uuid": "no" }), "uuid"),
        (json!({ "decimal": "no" }), "numeric"),
        (json!({ "jsonb": "{" }), "jsonb"),
        (json!({ "date": [2023, 2, 29] }), "date"),
        (json!({ "time": [24, 0, 0, 0] }), "time"),
        (json!({ "timestamp": i64::MAX }), "timestamptz"),
    ] {
        let statement = format!("select $1::{ty}");
        for (how, kind) in [("query", "bad parameter"), ("execute", "value conversion failed")] {
            let task = json!({ "parameters": [parameter], "how": how });
            let reply = database.run_task(&app, &statement, task).await;
            assert_eq!(reply["error"]["kind"], kind, "{parameter}: {reply}");
        }
    }
}

#[tokio::test]
async fn a_parameter_of_another_type_than_the_statements_is_an_error() {
    let database = Database::create().await;
    let app = database.app().start();
    let task = json!({ "parameters": [{ "int32": 1 }] });
    let reply = database.run_task(&app, "select $1::text", task).await;
    assert_eq!(reply["error"]["kind"], "query failed", "{reply}");
}
