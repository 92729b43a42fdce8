//! The list of a page of its own, with what stands in its place while it is empty.

use leptos::prelude::*;
use sigillo_kit::list_view::ListView;

use super::{
    EmptyState, ListData, ListSpec, NothingFound, OrganizationPicker, OrganizationSearch,
    RecordList,
};
use crate::route::Route;
use crate::router;

/// A list whose views are addresses of `page`. Where it has no rows, it leads to the whole list if the view is
/// narrowed, and otherwise says what can be done.
#[component]
pub fn PageList<T>(
    spec: ListSpec<T>,
    data: ListData<T>,
    view: Memo<ListView>,
    page: Route,
    /// The choice of the organisation that the list is filtered by.
    #[prop(default = None)]
    picker: Option<OrganizationPicker>,
    #[prop(default = "it-inbox")] none_icon: &'static str,
    #[prop(into)] none_title: TextProp,
    #[prop(into)] none_text: TextProp,
    /// The button that makes the first row, for whoever may.
    #[prop(optional, into)]
    add: ViewFn,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let go = Callback::new(move |next: ListView| router::go(next.href(page)));
    let extra = move || picker.map(|picker| view! { <OrganizationSearch picker=picker /> });
    let empty = move || {
        if view.with_untracked(|view| view.is_narrowed("")) {
            return view! { <NothingFound href=page.href() /> }.into_any();
        }
        let (text, add) = (none_text.clone(), add.clone());
        view! {
            <EmptyState icon=none_icon title=none_title.clone()>
                <p>{move || text.get()}</p>
                {add.run()}
            </EmptyState>
        }
        .into_any()
    };
    view! { <RecordList spec=spec data=data view=view go=go extra=extra empty=empty /> }
}
