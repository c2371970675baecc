//! What a person does on a page: read, fill what has a label, press what has words.

use std::time::Instant;

use fantoccini::elements::Element;
use serde_json::{Value, json};

use super::{Browser, PATIENCE};

/// The name under which the protocol hands over elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Finds things as people do. Controls are found by their label, or by name; either way they must have a label.
const FINDERS: &str = r#"
const plain = text => (text || '').replace(/[\s\u00a0\u202f\u2009]+/g, ' ').trim();
const seen = el => el.checkVisibility ? el.checkVisibility({checkVisibilityCSS: true}) : el.getClientRects().length > 0;
const named = el => plain([...(el.labels || [])].map(l => l.textContent).join(' ') || el.getAttribute('aria-label') ||
  (el.getAttribute('aria-labelledby') || '').split(' ').map(id => (document.getElementById(id) || {}).textContent || '').join(' '));
const controls = root => [...root.querySelectorAll('input:not([type=hidden]), textarea, select')];
const form = action => [...document.querySelectorAll('form')].find(f => f.getAttribute('action') === action);
const control = (what, value, action) => {
  const root = (action && form(action)) || document;
  let found = controls(root).filter(el => el.name === what && (seen(el) || el.type === 'radio' || el.type === 'checkbox'));
  if (!found.length) found = controls(root).filter(el => named(el) === plain(what));
  if (!found.length) found = controls(root).filter(el => named(el).startsWith(plain(what)));
  if (value !== undefined && value !== null) {
    const exact = found.filter(el => el.value === value);
    found = exact.length ? exact : found.filter(el => named(el).startsWith(plain(value)));
  }
  found = found.filter(el => seen(el) || el.type === 'radio' || el.type === 'checkbox');
  if (found.length && !named(found[0])) throw new Error('no label: ' + what);
  return found[0] || null;
};
const pressable = words => {
  const all = [...document.querySelectorAll('button, a[href], summary, [role=tab], input[type=submit]')].filter(seen);
  const text = el => plain(el.innerText || el.value || el.getAttribute('aria-label'));
  return all.find(el => text(el) === plain(words)) || all.find(el => text(el).startsWith(plain(words))) || null;
};
"#;

impl Browser {
    /// Runs a script in the page, with the finders of the harness. It is not bound by the page's own policy.
    pub fn script(&self, body: &str, args: Vec<Value>) -> Value {
        let text = format!("{FINDERS}\n{body}");
        self.runtime
            .block_on(self.client().execute(&text, args))
            .unwrap_or_else(|error| panic!("a script at {}: {error}\n{body}", self.address()))
    }

    /// Runs a script whose promise is waited for.
    pub fn script_of_promise(&self, body: &str, args: Vec<Value>) -> Value {
        let text = format!(
            "const done = arguments[arguments.length - 1];
             (async (...args) => {{ {body} }})(...arguments).then(done, fault => done({{fault: String(fault)}}));"
        );
        let told = self
            .runtime
            .block_on(self.client().execute_async(&text, args))
            .unwrap_or_else(|error| panic!("a script at {}: {error}", self.address()));
        assert!(told["fault"].is_null(), "a script at {}: {}", self.address(), told["fault"]);
        told
    }

    /// Opens a page of the site and looks at the console.
    pub fn go(&self, path: &str) {
        let address = format!("{}{path}", self.base);
        self.scope.take();
        self.runtime
            .block_on(self.client().goto(&address))
            .unwrap_or_else(|error| panic!("{path} does not open: {error}"));
        self.assert_quiet();
    }

    /// Path and query of the page that is shown.
    pub fn address(&self) -> String {
        match self.runtime.block_on(self.client().current_url()) {
            Ok(url) => match url.query() {
                Some(query) => format!("{}?{query}", url.path()),
                None => url.path().to_owned(),
            },
            Err(error) => format!("nowhere: {error}"),
        }
    }

    /// The words of the page; spaces that do not break are spaces.
    pub fn text(&self) -> String {
        self.script("return document.body ? document.body.innerText : '';", Vec::new())
            .as_str()
            .unwrap_or_default()
            .replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ")
    }

    /// Whether the page says this now.
    pub fn says(&self, words: &str) -> bool {
        self.text().contains(&words.replace(['\u{a0}', '\u{202f}', '\u{2009}'], " "))
    }

    /// Waits until the page says this.
    pub fn see(&self, words: &str) {
        self.wait(|| self.says(words), || format!("“{words}” on {}:\n{}", self.address(), self.text()));
    }

    /// Waits until the page no longer says this.
    pub fn see_no(&self, words: &str) {
        self.wait(|| !self.says(words), || format!("no “{words}” on {}:\n{}", self.address(), self.text()));
    }

    /// Waits until the address is this path, whatever its query.
    pub fn arrive(&self, path: &str) {
        let at = || self.address().split('?').next().is_some_and(|now| now == path);
        self.wait(at, || format!("{path}, not {}:\n{}", self.address(), self.text()));
    }

    fn wait(&self, ready: impl Fn() -> bool, what: impl Fn() -> String) {
        let begun = Instant::now();
        while !ready() {
            assert!(begun.elapsed() < PATIENCE, "waited for {}", what());
            std::thread::sleep(std::time::Duration::from_millis(30));
        }
    }

    /// Waits until nothing of the page is about to be replaced: what is pressed then stays where it is.
    fn settle(&self) {
        let busy = || self.script("return !!document.querySelector('[aria-busy=true]');", Vec::new()) == true;
        self.wait(|| !busy(), || format!("the parts of {} that are busy:\n{}", self.address(), self.text()));
    }

    fn found(&self, body: &str, args: Vec<Value>, what: &str) -> Element {
        let begun = Instant::now();
        loop {
            let found = self.script(body, args.clone());
            if !found.is_null() {
                let reference = found[ELEMENT].as_str().expect("an element").to_owned().into();
                return Element::from_element_id(self.client().clone(), reference);
            }
            if begun.elapsed() > PATIENCE {
                panic!("no {what} on {}:\n{}", self.address(), self.text());
            }
            std::thread::sleep(std::time::Duration::from_millis(30));
        }
    }

    /// Types into the control with this label or name, in place of what it holds.
    pub fn fill(&self, control: &str, text: &str) {
        let element = self.found(
            "return control(arguments[0], null, arguments[1]);",
            vec![json!(control), self.scope()],
            &format!("field “{control}”"),
        );
        let id = String::from(element.element_id());
        let kind = self.script("return arguments[0].type;", vec![element_arg(&id)]);
        // How a date is typed depends on the machine; long texts would take as long as typing takes.
        let typed =
            matches!(kind.as_str(), Some("text" | "search" | "textarea" | "number" | "email" | "password"));
        self.runtime.block_on(async {
            if typed && text.len() < 400 {
                element.clear().await?;
                element.send_keys(text).await
            } else {
                let body = "const el = arguments[0]; el.value = arguments[1];
                    for (const kind of ['input', 'change']) el.dispatchEvent(new Event(kind, {bubbles: true}));";
                self.client().execute(body, vec![element_arg(&id), json!(text)]).await.map(drop)
            }
        })
        .unwrap_or_else(|error| panic!("“{control}” on {}: {error}", self.address()));
    }

    /// Picks an option of a list, by its value or the beginning of its words.
    pub fn pick(&self, control: &str, option: &str) {
        let body = "const el = control(arguments[0], null, arguments[2]); if (!el) return null;
            const all = [...el.options], words = plain(arguments[1]);
            const text = o => plain((o.parentElement.label || '') + ' ' + o.text);
            const it = all.find(o => o.value === arguments[1]) || all.find(o => plain(o.text).startsWith(words)) || all.find(o => text(o).startsWith(words)) ||
              all.find(o => text(o).includes(words));
            if (!it) return all.map(o => o.value + ': ' + text(o)).join('; ');
            el.value = it.value;
            for (const kind of ['input', 'change']) el.dispatchEvent(new Event(kind, {bubbles: true}));
            return true;";
        let picked = self.script(body, vec![json!(control), json!(option), self.scope()]);
        assert!(
            picked == true,
            "no “{option}” in “{control}” on {}: {picked}\n{}",
            self.address(),
            self.text()
        );
    }

    /// Ticks a box or one of several circles: the control with this label or name, and with several of them this value.
    pub fn tick(&self, control: &str, value: Option<&str>) {
        let what = format!("box “{control}” {}", value.unwrap_or_default());
        let body = "return control(arguments[0], arguments[1], arguments[2]);";
        let element = self.found(body, vec![json!(control), json!(value), self.scope()], &what);
        let id = String::from(element.element_id());
        let tick = "const el = arguments[0]; if (!el.checked) (seen(el) ? el : el.labels[0]).click(); return el.checked;";
        assert!(self.script(tick, vec![element_arg(&id)]) == true, "{what} on {}", self.address());
    }

    /// Presses the button, link or heading of a fold with these words, or that begins with them. Waits for the page that it leads to.
    pub fn press(&self, words: &str) {
        let what = format!("button or link “{words}”");
        self.settle();
        let element = self.found("return pressable(arguments[0]);", vec![json!(words)], &what);
        self.runtime
            .block_on(element.click())
            .unwrap_or_else(|error| panic!("{what} on {}: {error}", self.address()));
        self.assert_quiet();
    }

    /// Fills, picks and ticks in the form that is sent to this address, until it is sent or another page opens.
    pub fn form(&self, action: &str) {
        *self.scope.borrow_mut() = Some(action.to_owned());
    }

    fn scope(&self) -> Value {
        json!(*self.scope.borrow())
    }

    /// The names of controls that begin so, in the order of the page.
    pub fn names(&self, prefix: &str) -> Vec<String> {
        let body = "return [...new Set(controls(document).map(el => el.name))].filter(name => name.startsWith(arguments[0]));";
        let names = self.script(body, vec![json!(prefix)]);
        names.as_array().into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    }

    /// Presses the button of the form that is sent to this address.
    pub fn send(&self, action: &str) {
        let body = "const it = form(arguments[0]);
            return it && [...it.querySelectorAll('button, input[type=submit]')].filter(b => seen(b) && !b.name && b.type !== 'button' && b.getAttribute('aria-hidden') !== 'true')[0] || null;";
        self.scope.take();
        let what = format!("form to {action}");
        self.settle();
        let element = self.found(body, vec![json!(action)], &what);
        self.runtime
            .block_on(element.click())
            .unwrap_or_else(|error| panic!("{what} on {}: {error}", self.address()));
        self.assert_quiet();
    }

    /// Whether scripts of pages run.
    pub fn runs_scripts(&self) -> bool {
        self.script
    }
}

/// A reference to an element as an argument of a script.
fn element_arg(id: &str) -> Value {
    json!({ELEMENT: id})
}
