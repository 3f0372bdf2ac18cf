//! Text that runs from right to left, among words of ours.

use connectly_markdown::{Direction, direction, is_right_to_left};

/// A text that ends every change of direction that it starts, and no other, so that it doesn't turn
/// around what follows it.
pub fn balanced(text: &str) -> String {
    const POP_EMBEDDING: char = '\u{202C}';
    const POP_ISOLATE: char = '\u{2069}';
    let mut open = Vec::new();
    let mut result = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' => open.push(POP_EMBEDDING),
            '\u{2066}'..='\u{2068}' => open.push(POP_ISOLATE),
            POP_EMBEDDING if open.last() == Some(&POP_EMBEDDING) => {
                open.pop();
            }
            POP_ISOLATE if open.contains(&POP_ISOLATE) => {
                // It also ends the embeddings inside.
                while open.pop() == Some(POP_EMBEDDING) {}
            }
            POP_EMBEDDING | POP_ISOLATE => continue,
            _ => {}
        }
        result.push(character);
    }
    result.extend(open.into_iter().rev());
    result
}

/// A text for a line of plain text, such as a page's title, whose direction it must not change.
pub fn isolated(text: &str) -> String {
    let is_plain = |character| !is_control(character) && !is_right_to_left(character);
    if text.chars().all(is_plain) {
        return text.to_owned();
    }
    format!("\u{2068}{}\u{2069}", balanced(text))
}

/// The direction of a text's first letter, as the attribute `dir`; `None` if it has no letter.
pub fn direction_of(text: &str) -> Option<&'static str> {
    direction(text).map(Direction::name)
}

/// The class for a title whose letters are tall or joined, and need more room.
pub fn room_for(text: &str) -> Option<&'static str> {
    let is_european = |character: char| {
        !character.is_alphabetic()
            || matches!(
                character,
                // Latin, Greek and Cyrillic, with their supplements.
                '\0'..='\u{24F}' | '\u{370}'..='\u{52F}' | '\u{1C80}'..='\u{1C8F}'
                    | '\u{1D00}'..='\u{1FFF}' | '\u{2C60}'..='\u{2C7F}' | '\u{A640}'..='\u{A69F}'
                    | '\u{A720}'..='\u{A7FF}' | '\u{FB00}'..='\u{FB06}'
            )
    };
    (!text.chars().all(is_european)).then_some("roomy")
}

/// The controls of direction, and the right-to-left mark.
fn is_control(character: char) -> bool {
    matches!(character, '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
