//! What must hold for every page.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use domain::localized::Language;
use scraper::{ElementRef, Html, Selector};

use super::*;
use crate::i18n::MISSING;

fn select<'a>(page: &'a Html, selector: &str) -> Vec<ElementRef<'a>> {
    page.select(&Selector::parse(selector).unwrap()).collect()
}

/// Every view of every sample, rendered once.
fn rendered() -> &'static [(String, String)] {
    static RENDERED: OnceLock<Vec<(String, String)>> = OnceLock::new();
    RENDERED.get_or_init(|| {
        let mut all = Vec::new();
        for language in Language::ALL {
            for c in [nobody(language), signed(language), worst(language)] {
                let named = |(view, html)| (format!("{view} in {}", language.code()), html);
                all.extend(everything(&c).into_iter().map(named));
            }
        }
        all
    })
}

fn each(check: impl Fn(&str, &str, &Html)) {
    for (view, html) in rendered() {
        let page = if html.trim_start().starts_with("<!doctype") {
            Html::parse_document(html)
        } else {
            Html::parse_fragment(html)
        };
        check(view, html, &page);
    }
}

#[test]
fn titles_are_text() {
    for (view, html) in rendered() {
        let title = html.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
        assert!(title.is_none_or(|(title, _)| !title.contains('<')), "{view}: {title:?}");
    }
}

#[test]
fn every_text_is_there() {
    each(|view, html, _| {
        assert!(!html.contains(MISSING), "{view}: {}", html.split(MISSING).nth(1).unwrap_or_default());
        assert!(!html.contains("{$") && !html.contains("{ $"), "{view}: an argument was not put in");
    });
}

#[test]
fn pages_are_well_formed() {
    each(|view, html, page| {
        assert_eq!(page.errors, Vec::<String>::new(), "{view}:\n{html}");
    });
}

#[test]
fn ids_are_unique_and_what_refers_to_them_finds_them() {
    each(|view, _, page| {
        let mut ids = BTreeSet::new();
        for element in select(page, "[id]") {
            let id = element.attr("id").unwrap();
            assert!(!id.is_empty() && !id.contains(char::is_whitespace), "{view}: id {id:?}");
            assert!(ids.insert(id), "{view}: id {id} twice");
        }
        for name in ["for", "aria-labelledby", "aria-describedby", "aria-controls", "list"] {
            for element in select(page, &format!("[{name}]")) {
                for id in element.attr(name).unwrap().split_whitespace() {
                    assert!(ids.contains(id), "{view}: {name} of {:?} names {id}", element.value().name());
                }
            }
        }
        for link in select(page, "a[href^='#']") {
            let id = link.attr("href").unwrap().trim_start_matches('#');
            assert!(ids.contains(id), "{view}: a link to #{id}, which is not there");
        }
    });
}

#[test]
fn every_control_has_a_name() {
    each(|view, _, page| {
        let labels: BTreeSet<_> =
            select(page, "label[for]").iter().filter_map(|label| label.attr("for")).collect();
        for control in select(page, "input:not([type=hidden]), textarea, select") {
            let named = control.attr("id").is_some_and(|id| labels.contains(id))
                || control.attr("aria-label").is_some_and(|label| !label.is_empty())
                || control.attr("aria-labelledby").is_some();
            assert!(named, "{view}: {}", control.html());
        }
        for control in select(page, "button, a, summary") {
            let text = control.text().collect::<String>();
            assert!(
                !text.trim().is_empty() || control.attr("aria-label").is_some(),
                "{view}: {}",
                control.html()
            );
        }
        for image in select(page, "svg") {
            // A picture whose parts are reached one by one is a group.
            let told = image.attr("aria-hidden").is_some()
                || (matches!(image.attr("role"), Some("img" | "group"))
                    && image.attr("aria-labelledby").is_some());
            assert!(told, "{view}: {}", image.html());
        }
        for table in select(page, "table:not([role])") {
            assert!(table.attr("class") != Some("mob"), "{view}: a table that folds keeps its role");
        }
    });
}

#[test]
fn nothing_is_inline_and_hostile_text_stays_text() {
    each(|view, _, page| {
        for element in select(page, "*") {
            for (name, value) in element.value().attrs() {
                assert!(name != "style" && !name.starts_with("on"), "{view}: {name}={value}");
                if matches!(name, "href" | "action" | "src") {
                    let good =
                        ["/", "#", "?", "https://", "http://"].iter().any(|start| value.starts_with(start));
                    assert!(good, "{view}: {name}={value}");
                }
            }
        }
        for script in select(page, "script, style, iframe, img") {
            assert!(
                script.attr("src").is_some_and(|src| src.starts_with("/assets/")),
                "{view}: {}",
                script.html()
            );
        }
    });
}

#[test]
fn forms_that_post_carry_a_token_and_a_command_key() {
    each(|view, _, page| {
        let mut keys = BTreeSet::new();
        for form in select(page, "form[method=post]") {
            let action = form.attr("action").unwrap_or_default();
            if action.starts_with("/settings/") {
                continue;
            }
            let value = |name: &str| {
                let field = Selector::parse(&format!("input[name={name}]")).unwrap();
                form.select(&field).next().and_then(|field| field.attr("value"))
            };
            assert!(value("csrf").is_some(), "{view}: {action} has no token");
            if action != routes::sign_out() {
                let key = value("command").unwrap_or_else(|| panic!("{view}: {action} has no command key"));
                assert!(keys.insert(key), "{view}: two forms with one command key");
            }
        }
    });
}

#[test]
fn every_page_has_one_heading_and_says_its_language() {
    each(|view, html, page| {
        if !html.trim_start().starts_with("<!doctype") {
            return;
        }
        assert_eq!(select(page, "h1").len(), 1, "{view}");
        assert_eq!(select(page, "html[lang]").len(), 1, "{view}");
        assert_eq!(select(page, "main#main").len(), 1, "{view}");
        let title = select(page, "title")[0].text().collect::<String>();
        assert!(title.split(" — ").next().is_some_and(|own| !own.trim().is_empty()), "{view}: {title}");
        let mut before = 1;
        for heading in select(page, "main h1, main h2, main h3, main h4") {
            let level = heading.value().name()[1..].parse::<u8>().unwrap();
            assert!(level <= before + 1, "{view}: h{level} after h{before}: {}", heading.html());
            before = level;
        }
    });
}

#[test]
fn the_first_load_is_small() {
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;
    let files: usize =
        ["vitrina.css", "vitrina.js", "vitrina.svg"].map(crate::assets::compressed_bytes).iter().sum();
    each(|view, html, _| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(html.as_bytes()).unwrap();
        let total = files + encoder.finish().unwrap().len();
        assert!(total < 60_000, "{view}: {total} bytes");
    });
}

#[test]
fn every_view_is_sampled() {
    fn views(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                views(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let text: String = text.lines().filter(|line| !line.starts_with("//")).collect();
            for part in text.split("#[template(").skip(1) {
                let Some((_, rest)) = part.split_once("struct ") else { continue };
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric()).collect();
                found.insert(name);
            }
        }
    }
    let mut found = BTreeSet::new();
    views(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found.remove("");
    // Pieces that the samples of pages are full of.
    found.retain(|view| !matches!(view.as_str(), "FieldView" | "TableView"));
    let sampled: BTreeSet<String> = everything(&signed(Language::Ru))
        .into_iter()
        .map(|(view, _)| view.rsplit("::").next().unwrap().trim().to_owned())
        .collect();
    assert!(!found.is_empty());
    assert_eq!(
        found.difference(&sampled).collect::<Vec<_>>(),
        Vec::<&String>::new(),
        "views without samples"
    );
}
