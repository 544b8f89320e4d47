// Keeps what is typed into a form of the admin in this browser until it is saved, offers it again after a crash or an
// expired sign-in, and warns before it is left. What is kept goes with a save, with a sign-out, and after three days.
(() => {
  const { user } = document.currentScript.dataset;
  const START = "rolebook-typed:";
  const LONGEST = 3 * 24 * 3600 * 1000;
  const NEVER = new Set(["csrfmiddlewaretoken", "_do"]);
  let store;
  try { store = localStorage; store.getItem(START); } catch { return; }
  const read = (key) => { try { return JSON.parse(store.getItem(key)); } catch { return null; } };
  const kept = () => Object.keys(store).filter((key) => key.startsWith(START)).map((key) => [key, read(key)]);
  for (const [key, typed] of kept()) {
    if (!typed?.at || Date.now() - typed.at > LONGEST) store.removeItem(key);
  }
  let isLeft = false; // nothing is kept any more
  document.getElementById("logout-form")?.addEventListener("submit", () => {
    isLeft = true;
    for (const [key] of kept()) store.removeItem(key);
  });
  if (!user) return;
  const mine = () => kept().filter(([key, typed]) => typed && key.startsWith(`${START}${user}:`));
  if (document.querySelector(".messagelist .kept")) {
    for (const [key, typed] of mine()) if (typed.sent) store.removeItem(key);
  }
  const time = (at) => {
    const clock = new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    return new Date(at).toDateString() === new Date().toDateString() ? clock : `${clock} on ${new Date(at).toLocaleDateString()}`;
  };
  const element = (tag, text, more = {}) => Object.assign(document.createElement(tag), { textContent: text }, more);

  const desk = document.getElementById("desk");
  if (desk && mine().length) {
    const list = document.createElement("ul");
    for (const [, { at, path, title }] of mine()) {
      const item = element("li", `, ${time(at)}`);
      item.prepend(element("a", title, { href: path }));
      list.append(item);
    }
    desk.prepend(element("h2", "Typed in this browser and not saved"), list);
  }

  const form = document.querySelector("[data-autosave]")?.closest("form");
  if (!form) return;
  const path = location.pathname + location.search;
  const key = `${START}${user}:${path}`;
  const fieldsNow = () => [...new FormData(form)].filter(([name, value]) =>
    !NEVER.has(name) && typeof value === "string" && form.elements[name]?.type !== "password");
  const lines = (text) => text.replace(/\r\n/g, "\n");
  const snapshot = (fields = fieldsNow()) => JSON.stringify(fields.map(([name, value]) => [name, lines(value)]));
  const first = snapshot();
  const isRefused = "changed" in form.dataset || !!document.querySelector("#content .errornote");
  const isChanged = () => isRefused || snapshot() !== first;
  const title = document.querySelector("h2, h1")?.textContent.trim() || document.title;
  const labels = () => Object.fromEntries([...form.querySelectorAll("select")].filter((each) => each.value && each.name)
    .map((each) => [each.name, each.selectedOptions[0].textContent]));
  let offered; // and neither restored nor forgotten yet
  const keep = (sent = false) => {
    if (isLeft) return;
    try {
      const typed = { at: Date.now(), path, title, sent, fields: fieldsNow(), labels: labels(), older: offered && { ...offered, older: undefined } };
      if (isChanged()) store.setItem(key, JSON.stringify(typed));
      else if (!sent && !offered) store.removeItem(key);
    } catch { /* full: the form itself still has it */ }
  };

  const setAll = (elements, values) => elements.forEach((field, place) => {
    const value = values[place] ?? "";
    if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
    else if (field.type === "select-multiple") for (const each of field.options) each.selected = values.includes(each.value);
    else field.value = value;
  });
  const restore = ({ fields, labels: chosen }) => {
    form.dispatchEvent(new CustomEvent("restore", { detail: { fields } }));
    for (const [name, value] of fields.filter(([each]) => each.endsWith("-TOTAL_FORMS"))) {
      const group = document.getElementById(`${name.replace("-TOTAL_FORMS", "")}-group`);
      for (let missing = value - form.elements[name]?.value; missing > 0; missing -= 1) group?.querySelector(".add-row a")?.click();
    }
    const values = Object.groupBy(fields, ([name]) => name);
    const byName = Object.groupBy([...form.elements].filter((each) => each.name && !NEVER.has(each.name)), (each) => each.name);
    for (const [name, elements] of Object.entries(byName)) {
      const given = (values[name] ?? []).map(([, value]) => value);
      if (!given.length && !elements.some((each) => ["checkbox", "radio", "select-multiple"].includes(each.type))) continue;
      for (const each of elements) {
        if (each.tagName === "SELECT" && given[0] && ![...each.options].some((option) => option.value === given[0])) {
          each.append(new Option(chosen[name] ?? given[0], given[0]));
        }
      }
      setAll(elements, given);
      for (const each of elements) if (each.tagName === "SELECT") each.dispatchEvent(new Event("change", { bubbles: true }));
    }
    form.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const offer = (typed) => {
    offered = typed;
    const box = element("div", "", { className: "restore" });
    box.setAttribute("role", "status");
    box.append(element("p", `What you typed here at ${time(typed.at)} is not saved.`));
    for (const each of [typed, typed.older]) {
      if (!each) continue;
      const again = element("button", `Restore what you typed at ${time(each.at)}`, { type: "button", className: "button" });
      again.addEventListener("click", () => {
        offered = undefined;
        restore(each);
        box.replaceChildren(element("p", "It is in the form again, and not saved yet."));
      });
      box.append(again, " ");
    }
    const forget = element("button", "Forget it", { type: "button", className: "button" });
    forget.addEventListener("click", () => {
      offered = undefined;
      store.removeItem(key);
      box.remove();
    });
    box.append(forget);
    form.before(box);
  };
  const before = read(key);
  if (before && !isRefused && snapshot(before.fields) !== first) offer(before);

  let waiting;
  let isSent = false; // and nothing was typed since
  const soon = () => { isSent = false; clearTimeout(waiting); waiting = setTimeout(keep, 400); };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    clearTimeout(waiting);
    keep(true);
    isSent = true;
  });
  addEventListener("pagehide", () => keep(isSent)); // an answer may take its time
  addEventListener("beforeunload", (event) => {
    if (isSent || isLeft || !isChanged()) return;
    clearTimeout(waiting);
    keep();
    event.preventDefault();
  });
})();
