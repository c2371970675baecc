//! From a word to its term: stop words, stems, synonyms.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};

use crate::token::tokens;

/// Groups of words that mean the same here but have different stems, one group a line; the first names the group.
const SYNONYMS: &str = include_str!("synonyms.txt");

/// Words that say nothing about a problem. `it` is not among them: it is a department.
const STOP_WORDS: &str = "
    а без бы был была были было быть в вам вас весь во вот все всё всех вы где да для до его ее её если есть еще ещё
    же за и из или им их к как ко когда который ли мне много можно мой моя мы на над надо нам нас не нет нужен нужна
    нужно нужны но о об он она они от очень по под пожалуйста при с со так также там то тоже только у уже хотим хочу
    чего чем что чтобы это этот эта эти я
    a an and are as at be but by can could do does for from had has have how i if in into is its me my need not of on
    or our please s so t that the their them there they this to us want was we were what when where which who why
    will with would you your";

static STOPS: LazyLock<HashSet<&str>> = LazyLock::new(|| STOP_WORDS.split_whitespace().collect());

static CANONICAL: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let mut known = HashMap::new();
    for group in groups() {
        let name = stem(&group[0]);
        for word in &group {
            known.entry(stem(word)).or_insert_with(|| name.clone());
        }
    }
    known
});

pub(crate) fn groups() -> Vec<Vec<String>> {
    SYNONYMS
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .map(|line| line.split(',').flat_map(tokens).map(|token| token.word).collect())
        .collect()
}

pub(crate) fn is_stop(word: &str) -> bool {
    STOPS.contains(word)
}

/// The stem of a folded word, by its script. Words with digits or of other scripts stay whole.
pub(crate) fn stem(word: &str) -> String {
    let algorithm = if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        Algorithm::English
    } else if word.chars().all(|c| matches!(c, 'а'..='я')) {
        Algorithm::Russian
    } else {
        return word.to_owned();
    };
    let stem = Stemmer::new(algorithm).stem(word).into_owned();
    if stem.is_empty() { word.to_owned() } else { stem }
}

/// The term of a folded word: its stem, or the name of its group of synonyms. `None` for a stop word.
pub(crate) fn term(word: &str) -> Option<String> {
    if is_stop(word) {
        return None;
    }
    let stem = stem(word);
    Some(CANONICAL.get(&stem).cloned().unwrap_or(stem))
}
