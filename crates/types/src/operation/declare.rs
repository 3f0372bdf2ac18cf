//! `operations!`: declares an operation as a value and as a type.

macro_rules! shape {
    ($kind:ident:) => {
        None
    };
    ($kind:ident: $type:ident) => {
        Some(Shape::$kind::<crate::$type>(stringify!($type)))
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

macro_rules! condition {
    () => {
        None
    };
    ($condition:ident) => {
        Some(Condition::$condition)
    };
}

/// `()`, one type, or a tuple of several.
macro_rules! types {
    () => {
        ()
    };
    ($type:ty) => {
        $type
    };
    ($($type:ty),+) => {
        ($($type),+)
    };
}

macro_rules! upload {
    () => {
        None
    };
    ($form:ident) => {
        Some(UploadForm::$form)
    };
}

macro_rules! body {
    (;) => {
        ()
    };
    ($body:ident;) => {
        crate::$body
    };
    (; $form:ident) => {
        Upload
    };
}

macro_rules! caller {
    (Anyone) => {
        ()
    };
    (Reader) => {
        Option<ClaimedSession>
    };
    ($access:ident) => {
        ClaimedSession
    };
}

macro_rules! operations {
    ($(#[doc = $about:literal] $component:ident $group:literal {$(
        #[doc = $summary:literal] $(#[doc = $more:literal])*
        $type:ident = $name:literal:
            $method:ident $path:literal $(($($parameter:ident: $kind:ident),+))?,
            $access:ident, $success:ident
        {
            $(limits: [$($limit:ident),+],)?
            $(condition: $condition:ident,)?
            $(query: $query:ident from $raw:ident,)?
            $(body: $body:ident,)?
            $(upload: $form:ident,)?
            $(answer: $answer:ident,)?
            $(alternative: $alternative:literal,)?
            $(cache_control: $cache_control:literal,)?
            $(headers: [$($header:ident),+],)?
            $(problems: [$($problem:ident),+],)?
        }
    )*})*) => {
        $($(
            #[doc = $summary]
            $(#[doc = $more])*
            #[derive(Clone, Copy, Debug)]
            pub struct $type;

            impl Endpoint for $type {
                const OPERATION: &'static Operation = &Operation {
                    name: $name,
                    component: stringify!($component),
                    summary: $summary.trim_ascii(),
                    description: concat!($($more, "\n"),*).trim_ascii(),
                    method: Method::$method,
                    path: $path,
                    parameters: &[$($(Parameter {
                        name: stringify!($parameter),
                        description: $kind::DESCRIPTION,
                        example: $kind::EXAMPLE,
                        #[cfg(feature = "schema")]
                        schema: <$kind as schemars::JsonSchema>::json_schema,
                    }),+)?],
                    access: Access::$access,
                    limits: &[$($(RateLimit::$limit),+)?],
                    condition: condition!($($condition)?),
                    query: shape!(of: $($raw)?),
                    body: shape!(input: $($body)?),
                    upload: upload!($($form)?),
                    success: StatusCode::$success,
                    answer: shape!(of: $($answer)?),
                    alternative: optional!($($alternative)?),
                    cache_control: optional!($($cache_control)?),
                    headers: <Self::Headers as AnswerHeaders>::NAMES,
                    problems: &[$($(ProblemKind::$problem),+)?],
                };
                type Caller = caller!($access);
                type Path = types!($($($kind),+)?);
                type Query = types!($(crate::$query)?);
                type Body = body!($($body)?; $($form)?);
                type Headers = types!($($($header),+)?);
                type Answer = types!($(crate::$answer)?);
            }
        )*)*

        /// All operations.
        pub const OPERATIONS: &[&Operation] = &[$($($type::OPERATION),*),*];

        /// The names of each operation: as a type, and as a value.
        #[cfg(test)]
        const NAMES: &[(&str, &str)] = &[$($((stringify!($type), $name)),*),*];

        /// The groups of operations, one for each component that answers some.
        pub const GROUPS: &[Group] = &[$(Group {
            component: stringify!($component),
            name: $group,
            description: $about.trim_ascii(),
        }),*];
    };
}
