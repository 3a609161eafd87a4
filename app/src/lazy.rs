//! Code that is not needed to show a list, and comes when it is asked for.
//!
//! A release build is cut where [`lazy!`] says: the list is there after a first
//! load, the rest follows while it is looked at. `cargo xtask build` cuts; each use of
//! the macro is beside the code that it fetches, and names the part of the build that
//! the code is in. A development build is in one part. The style sheets that only such
//! code needs are disabled in `index.html`, and enabled when the first of it is fetched.

use crate::browser::task::spawn;
use crate::ui::notice::Notice;
use crate::ui::toast::{self, Toast};
use js_sys::Promise;
use leptos::prelude::*;
use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::thread::LocalKey;
use wasm_bindgen::{JsCast, UnwrapThrowExt};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlLinkElement;

/// What brings code: a way to put it where it is looked for, or nothing where it cannot be
/// had.
pub(crate) type Loading = Pin<Box<dyn Future<Output = Option<Box<dyn FnOnce()>>>>>;

/// A way into code that may not be here yet. `F` is a pointer to a function of
/// it.
pub(crate) struct Lazy<F: Copy + 'static> {
    /// The way in, once it is known.
    pub(crate) here: &'static LocalKey<Cell<Option<F>>>,
    pub(crate) load: fn() -> Loading,
}

/// `lazy!(name from piece: fn(..) -> .. = function)`: the way `name()` to
/// `function`, which is in the piece of the release build called `piece`.
macro_rules! lazy {
    ($(#[$doc:meta])* $vis:vis $name:ident from $piece:ident: $type:ty = $function:expr) => {
        $(#[$doc])*
        $vis fn $name() -> $crate::lazy::Lazy<$type> {
            thread_local! {
                // As static as the function itself: once loaded, the code stays.
                static HERE: std::cell::Cell<Option<$type>> = const { std::cell::Cell::new(None) };
            }
            #[cfg(feature = "split")]
            fn load() -> $crate::lazy::Loading {
                #[wasm_split_helpers::wasm_split($piece, fallible)]
                fn $name() -> Result<$type, wasm_split_helpers::SplitLoaderError> {
                    Ok($function)
                }
                Box::pin(async {
                    let code = $name().await.ok()?;
                    Some(Box::new(move || HERE.set(Some(code))) as Box<dyn FnOnce()>)
                })
            }
            #[cfg(not(feature = "split"))]
            fn load() -> $crate::lazy::Loading {
                let keep: Box<dyn FnOnce()> = Box::new(|| HERE.set(Some($function as $type)));
                Box::pin(std::future::ready(Some(keep)))
            }
            $crate::lazy::Lazy { here: &HERE, load }
        }
    };
}
pub(crate) use lazy;

/// What is said where a piece does not come.
const TITLE: &str = "A part of this console could not be loaded";
const WORDS: &str = "Its server did not send it. It may be out of reach, or run a newer Rollcall \
                     by now.";
const ADVICE: &str = "Retry. If that does not help, reload the page.";

impl<F: Copy + 'static> Lazy<F> {
    /// Calls `then` with the code: at once, or when it has come. Where it does
    /// not come, that is said, and `then` is not called.
    pub(crate) fn then(self, then: impl FnOnce(F) + 'static) {
        let here = self.here;
        if let Some(code) = here.get() {
            then(code);
            return;
        }
        then_fetched(
            self.load,
            Box::new(move || {
                if let Some(code) = here.get() {
                    then(code);
                }
            }),
        );
    }

    /// What `make` builds with the code, in its place as soon as that is here.
    pub(crate) fn view(self, make: impl Fn(F) -> AnyView + 'static) -> AnyView {
        let here = self.here;
        if let Some(code) = here.get() {
            return make(code);
        }
        let make: Make = Box::new(move || here.get().map(&make));
        let make = StoredValue::new_local(make);
        view! { <OnDemand make=make load=self.load /> }.into_any()
    }

    /// Fetches the code, if it is not here, so that it is when it is needed.
    pub(crate) fn prepare(self) {
        if self.here.get().is_none() {
            prepare(self.load);
        }
    }
}

// What follows is not generic: it is in the first load once, not once for each kind of code.

/// Fetches code, with the style sheets that it needs, and says whether it came.
async fn fetch(load: fn() -> Loading) -> bool {
    let styles = MissingStyles::fetch();
    let keep = load().await;
    styles.wait().await;
    keep.map(|keep| keep()).is_some()
}

/// Fetches code that may be needed later.
fn prepare(load: fn() -> Loading) {
    spawn(async move {
        // Where it does not come, that is said when it is needed.
        fetch(load).await;
    });
}

/// Fetches code that the page waits for, and calls `then`, or says that it does not come.
fn then_fetched(load: fn() -> Loading, then: Box<dyn FnOnce()>) {
    spawn(async move {
        wait(true);
        let is_here = fetch(load).await;
        wait(false);
        if is_here {
            then();
        } else {
            toast::show(Toast {
                text: format!("{TITLE}. Nothing was done. {ADVICE}"),
                failed: true,
                actions: Vec::new(),
            });
        }
    });
}

/// The style sheets that code on demand needs and that are not here yet.
struct MissingStyles(Vec<Promise>);

impl MissingStyles {
    /// Asks for them.
    fn fetch() -> Self {
        let Ok(links) = document().query_selector_all("link[rel=stylesheet]") else {
            return Self(Vec::new());
        };
        let links = (0..links.length()).filter_map(|at| links.get(at)?.dyn_into().ok());
        let missing = links.filter(|link: &HtmlLinkElement| link.sheet().is_none());
        let fetched = missing.map(|link| {
            link.set_disabled(false);
            Promise::new(&mut |ended, _| {
                for event in ["load", "error"] {
                    link.add_event_listener_with_callback(event, &ended)
                        .unwrap_throw();
                }
            })
        });
        Self(fetched.collect())
    }

    /// Waits for them. A page without works: a script in `index.html` disables those that
    /// did not come, and the next code that is fetched asks again.
    async fn wait(self) {
        for end in self.0 {
            // Ends in no error: both events resolve it.
            let _ = JsFuture::from(end).await;
        }
    }
}

/// Shows that the page waits, or does not any more.
fn wait(waits: bool) {
    if let Some(page) = document().document_element() {
        let mark = "data-waiting";
        // Fails only for names that no attribute has.
        let _ = if waits {
            page.set_attribute(mark, "")
        } else {
            page.remove_attribute(mark)
        };
    }
}

/// Makes a view with code, if that is here.
type Make = Box<dyn Fn() -> Option<AnyView>>;

/// The place of something whose code is being fetched.
#[component]
fn OnDemand(make: StoredValue<Make, LocalStorage>, load: fn() -> Loading) -> impl IntoView {
    /// What became of fetching.
    #[derive(Clone, Copy)]
    enum State {
        UnderWay,
        Here,
        Failed,
    }
    let state = RwSignal::new(State::UnderWay);
    let begin = move || {
        state.set(State::UnderWay);
        spawn(async move {
            let end = if fetch(load).await {
                State::Here
            } else {
                State::Failed
            };
            // The page may have been left meanwhile.
            state.try_set(end);
        });
    };
    begin();
    let shown = move || match state.get() {
        State::UnderWay => view! { <p class="waiting">"Loading…"</p> }.into_any(),
        State::Here => untrack(|| make.with_value(|make| make())).into_any(),
        State::Failed => failed(begin).into_any(),
    };
    view! { <div class="page">{shown}</div> }
}

fn failed(retry: impl Fn() + Send + 'static) -> impl IntoView {
    view! {
        <Notice title=TITLE words=WORDS advice=ADVICE>
            <button type="button" class="button" on:click=move |_| retry()>
                "Retry"
            </button>
        </Notice>
    }
}
