//! What a single character is to the analyser.

/// What to do with a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// A part of a word.
    Word,
    /// Invisible or a mark over the letter before: as if it were not there.
    Nothing,
    /// Ends a word.
    Break,
}

pub(crate) fn role(c: char) -> Role {
    // Most letters are these, and tables of all the characters there are cost time.
    if c.is_ascii_alphanumeric() || matches!(c, 'А'..='я') {
        Role::Word
    } else if is_mark(c) || is_format(c) || (c.is_control() && !c.is_whitespace()) {
        Role::Nothing
    } else if c.is_alphanumeric() {
        Role::Word
    } else {
        Role::Break
    }
}

/// Appends a character of a word in its folded form.
pub(crate) fn push(word: &mut String, c: char) {
    if c.is_ascii() || matches!(c, 'а'..='я') {
        word.push(c.to_ascii_lowercase());
        return;
    }
    for c in c.to_lowercase().filter(|c| !is_mark(*c)) {
        match plain(c) {
            'æ' => word.push_str("ae"),
            'œ' => word.push_str("oe"),
            'ß' => word.push_str("ss"),
            c => word.push(c),
        }
    }
}

/// A mark that changes the letter before it: the short и written as two characters.
pub(crate) fn combine(word: &mut String, mark: char) {
    if mark == '\u{306}' && word.ends_with('и') {
        word.pop();
        word.push('й');
    }
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Soft hyphen, joiners, directions, invisible operators, variation selectors, tags.
fn is_format(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' | '\u{e0100}'..='\u{e01ef}')
}

fn plain(c: char) -> char {
    match c {
        'ё' => 'е',
        'à'..='å' | 'ā' | 'ă' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' => 'd',
        'è'..='ë' | 'ē' | 'ė' | 'ę' | 'ě' => 'e',
        'ğ' | 'ģ' => 'g',
        'ì'..='ï' | 'ī' | 'į' | 'ı' => 'i',
        'ł' | 'ľ' | 'ļ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò'..='ö' | 'ø' | 'ō' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' => 's',
        'ť' | 'ţ' => 't',
        'ù'..='ü' | 'ū' | 'ů' | 'ű' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        c => c,
    }
}
