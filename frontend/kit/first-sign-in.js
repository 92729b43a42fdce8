// Signs in with the form of the first paint, so that nobody has to wait for the app. The app takes over
// what was typed and the answer (first_paint.rs). The answer holds the access token: it stays in memory,
// in a property of the window that the app reads once and deletes.
"use strict";
(() => {
  const { endpoint } = document.currentScript.dataset;
  let isSending = false;
  let throttledUntil = 0;

  const byId = (id) => document.getElementById(id);
  const template = (name) => document.querySelector(`#first-paint template[data-text="${name}"]`);
  const text = (name) => template(name).content.cloneNode(true);

  const post = async (credentials) => {
    try {
      const response = await fetch(endpoint, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(credentials),
      });
      const retryAfter = Number(response.headers.get("Retry-After"));
      return {
        status: response.status,
        body: await response.text(),
        retryAt: retryAfter ? Date.now() + retryAfter * 1000 : 0,
      };
    } catch {
      // There was no answer: the network or the server is down.
      return { status: 0, body: "", retryAt: 0 };
    }
  };

  /** The name of the text for a failure. */
  const failureOf = ({ status, body }) => {
    // A proxy gives these answers when the server behind it is down.
    if ([0, 502, 504].includes(status)) return "unreachable";
    try {
      return JSON.parse(body).code;
    } catch {
      return "";
    }
  };

  const showMessage = (content) => {
    const note = byId("first-note").content.cloneNode(true);
    note.querySelector("p").append(content);
    byId("first-message").replaceChildren(note);
    byId("first-message").focus();
  };

  const showStatus = (...content) => byId("first-status").replaceChildren(...content);

  const setState = (element, name, isOn) => {
    if (isOn) element.setAttribute(name, "true");
    else element.removeAttribute(name);
  };

  const showFault = (field, isMissing) => {
    setState(field, "aria-invalid", isMissing);
    field.closest(".field").classList.toggle("field-invalid", isMissing);
    byId(`${field.id}-fault`).replaceChildren(...(isMissing ? [text("required")] : []));
  };

  const setBusy = (button, isBusy) => {
    isSending = isBusy;
    setState(button, "aria-disabled", isBusy);
    setState(button, "aria-busy", isBusy);
  };

  /** A time as the app writes it: in seconds under two minutes, in minutes and seconds above. */
  const duration = (seconds) => {
    const { lang } = document.documentElement;
    const count = (number, unit) =>
      new Intl.NumberFormat(lang, { style: "unit", unit, unitDisplay: "long" }).format(number);
    if (seconds < 120) return count(seconds, "second");
    const parts = [count(Math.floor(seconds / 60), "minute"), count(seconds % 60, "second")];
    return new Intl.ListFormat(lang, { type: "conjunction" }).format(parts);
  };

  const countDown = (button) => {
    const seconds = Math.ceil((throttledUntil - Date.now()) / 1000);
    button.disabled = seconds > 0;
    const timer = document.querySelector("#first-message [role=timer]");
    if (!timer) return;
    if (seconds <= 0) return byId("first-message").replaceChildren();
    timer.textContent = duration(seconds);
    setTimeout(countDown, 1000, button);
  };

  const signIn = async (form) => {
    const button = form.querySelector("button");
    const fields = [...form.querySelectorAll("input")];
    const valueOf = ({ type, value }) => (type === "password" ? value : value.trim());
    const missing = fields.filter((field) => !valueOf(field));
    fields.forEach((field) => showFault(field, missing.includes(field)));
    byId("first-message").replaceChildren();
    byId("first-paint").toggleAttribute("data-incomplete", missing.length > 0);
    if (missing.length > 0) return missing[0].focus();

    setBusy(button, true);
    showStatus(text("sending"));
    const pending = post(Object.fromEntries(fields.map((field) => [field.name, valueOf(field)])));
    window.sigilloSignIn = pending;
    const answer = await pending;
    // The app has taken over and waits for the same answer.
    if (window.sigilloSignIn !== pending) return;
    const failure = answer.status === 201 ? "" : failureOf(answer);
    // The app continues with a session, and with a failure that it alone can explain.
    if (!failure || !template(failure)) return showStatus(text("loading"));

    setBusy(button, false);
    showStatus();
    if (failure === "invalid_credentials") form.querySelector("[type=password]").value = "";
    showMessage(text(failure));
    throttledUntil = answer.retryAt;
    countDown(button);
  };

  addEventListener("submit", (event) => {
    if (event.target.id !== "first-form") return;
    // Otherwise the browser would leave the page.
    event.preventDefault();
    if (!isSending && Date.now() >= throttledUntil) signIn(event.target);
  });

  // Whoever corrects a mistake has seen it: the app need not show it again.
  addEventListener("input", ({ target }) => {
    if (target.form?.id !== "first-form" || isSending) return;
    showFault(target, false);
    byId("first-paint").removeAttribute("data-incomplete");
    if (Date.now() >= throttledUntil) delete window.sigilloSignIn;
  });
})();
