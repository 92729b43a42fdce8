//! Mutual exclusion among all tabs of this browser (Web Locks).

use std::cell::RefCell;
use std::future::Future;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use leptos::wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// Runs `work` while no other tab runs anything under the same name. Without Web Locks (on a page
/// not served over HTTPS or loopback), `work` runs without a lock.
pub async fn alone<T: 'static>(name: &str, work: impl Future<Output = T> + 'static) -> T {
    let Some((locks, request)) = lock_manager() else {
        return work.await;
    };
    let result = std::rc::Rc::new(RefCell::new(None));
    let slot = result.clone();
    let granted = Closure::once(move || {
        future_to_promise(async move {
            *slot.borrow_mut() = Some(work.await);
            Ok(JsValue::UNDEFINED)
        })
    });
    let promise = request
        .call2(&locks, &name.into(), granted.as_ref())
        .unwrap_throw()
        .unchecked_into::<Promise>();
    JsFuture::from(promise).await.unwrap_throw();
    result.take().expect_throw("a granted lock ran its work")
}

fn lock_manager() -> Option<(JsValue, Function)> {
    let locks = Reflect::get(&window().navigator(), &"locks".into()).ok()?;
    let request = Reflect::get(&locks, &"request".into()).ok()?;
    Some((locks, request.dyn_into().ok()?))
}
