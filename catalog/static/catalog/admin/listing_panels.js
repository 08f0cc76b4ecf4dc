/* The dialogs over the product listing. Without this file each of them is a page of its own. */
(() => {
    "use strict";

    const panel = () => document.getElementById("catalog-panel");

    const open = async (url) => {
        const answer = await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" } });
        if (!answer.ok) {
            window.location.assign(url);
            return;
        }
        show(await answer.text());
    };

    const show = (html) => {
        const content = panel().querySelector("[data-catalog-panel-content]");
        content.innerHTML = html;
        if (!panel().open) panel().showModal();
        prepare(content);
        const first = content.querySelector(".error-message, [type=search], select, input:not([type=hidden]), button");
        if (first) first.focus();
    };

    const prepare = (root) => {
        root.querySelectorAll("[data-catalog-filter]").forEach(fitToOperator);
    };

    /* Only the inputs that the operator needs. */
    const fitToOperator = (form) => {
        const operator = form.elements.operator.value;
        const none = ["empty", "not_empty", "in_capitals", "not_in_capitals"].includes(operator);
        const two = ["between"].includes(operator);
        const value = form.querySelector("[data-catalog-value]");
        value.hidden = none;
        value.disabled = none;
        const second = form.querySelector("[data-catalog-second]");
        if (second) {
            second.hidden = !two;
            second.querySelector("input").disabled = !two;
        }
    };

    const send = async (form, button) => {
        const data = new FormData(form);
        if (button && button.name) data.append(button.name, button.value);
        const answer = await fetch(form.action, {
            method: "POST",
            body: data,
            headers: { "X-Requested-With": "XMLHttpRequest" },
        });
        const type = answer.headers.get("Content-Type") || "";
        if (answer.ok && type.includes("json")) {
            window.location.assign((await answer.json()).url);
        } else if (answer.ok) {
            show(await answer.text());
        } else {
            form.submit();
        }
    };

    const narrow = (input) => {
        const sought = input.value.trim().toLowerCase();
        const root = input.closest("form, [data-catalog-panel-content], .catalog-panel-page");
        root.querySelectorAll("[data-catalog-name]").forEach((row) => {
            row.hidden = !row.dataset.catalogName.toLowerCase().includes(sought);
        });
        root.querySelectorAll(".catalog-fields section, .catalog-columns fieldset").forEach((group) => {
            group.hidden = !group.querySelector("[data-catalog-name]:not([hidden])");
        });
    };

    let typed = 0;
    const find = (input) => {
        typed += 1;
        const mine = typed;
        window.setTimeout(async () => {
            if (mine !== typed) return;
            const url = `${input.dataset.catalogChoices}&q=${encodeURIComponent(input.value)}`;
            const answer = await fetch(url, { headers: { "X-Requested-With": "XMLHttpRequest" } });
            if (!answer.ok || mine !== typed) return;
            const root = input.closest("[data-catalog-value]");
            const chosen = root.querySelector("[data-catalog-chosen]");
            root.querySelectorAll("[data-catalog-found] :checked").forEach((box) => {
                chosen.append(box.closest("li"));
            });
            root.querySelector("[data-catalog-found]").innerHTML = await answer.text();
        }, 200);
    };

    const move = (button) => {
        const row = button.closest("li");
        const up = button.dataset.catalogMove === "-1";
        const other = up ? row.previousElementSibling : row.nextElementSibling;
        if (other) {
            if (up) other.before(row);
            else other.after(row);
        }
        button.focus();
    };

    document.addEventListener("click", (event) => {
        const link = event.target.closest("a[data-catalog-panel]");
        if (link && panel() && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
            event.preventDefault();
            open(link.href);
            return;
        }
        const opener = event.target.closest("[data-catalog-open]");
        if (opener) document.getElementById(opener.dataset.catalogOpen).showModal();
        const closer = event.target.closest("[data-catalog-close]");
        if (closer && closer.closest("dialog")) {
            event.preventDefault();
            closer.closest("dialog").close();
        }
        const mover = event.target.closest("[data-catalog-move]");
        if (mover) move(mover);
    });

    document.addEventListener("submit", (event) => {
        if (!event.target.matches("#catalog-panel [data-catalog-panel-form]")) return;
        event.preventDefault();
        send(event.target, event.submitter);
    });

    document.addEventListener("input", (event) => {
        if (event.target.matches("[data-catalog-narrow]")) narrow(event.target);
        if (event.target.matches("[data-catalog-choices]")) find(event.target);
    });

    document.addEventListener("change", (event) => {
        const form = event.target.closest("[data-catalog-filter]");
        if (form && event.target.name === "operator") fitToOperator(form);
        const row = event.target.closest(".catalog-columns li");
        if (row && event.target.checked) row.closest("form").querySelector("[data-catalog-order]").append(row);
    });

    document.addEventListener("DOMContentLoaded", () => prepare(document));
})();
