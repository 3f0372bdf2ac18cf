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

#[test]
fn an_operation_has_one_name() {
    for (type_name, name) in NAMES {
        let words = name.split('_').map(|word| word[..1].to_uppercase() + &word[1..]);
        assert_eq!(words.collect::<String>(), *type_name);
    }
}

#[test]
fn what_counts_writing_knows_its_caller() {
    let counting = OPERATIONS.iter().filter(|one| one.limits.contains(&RateLimit::Writing));
    for operation in counting {
        let access = operation.access;
        assert!(matches!(access, Access::User | Access::Owner), "{}", operation.name);
    }
}

#[test]
fn a_path_names_its_parameters_in_their_order() {
    for operation in OPERATIONS {
        let segments = operation.path.split('/');
        let names: Vec<_> =
            segments.filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}')).collect();
        let declared: Vec<_> =
            operation.parameters.iter().map(|parameter| parameter.name).collect();
        assert_eq!(names, declared, "{}", operation.name);
    }
}

#[test]
fn a_path_is_below_its_component() {
    for operation in OPERATIONS {
        let route = format!("/api/v1/{}", operation.component);
        let rest = operation.path.strip_prefix(&route);
        assert!(rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/')), "{route}");
    }
}

#[test]
fn values_take_the_place_of_parameters() {
    assert_eq!(ReadPost::OPERATION.path_of(&["7"]), "/api/v1/blog/7");
    assert_eq!(CreatePost::OPERATION.path_of(&[]), "/api/v1/blog");
}
