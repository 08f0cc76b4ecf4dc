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
        const first = content.querySelector(".error-message, [type=search], select, input:not([type=hidden]), button");
        if (first) first.focus();
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
    });

    document.addEventListener("change", (event) => {
        const row = event.target.closest(".catalog-columns li");
        if (row && event.target.checked) row.closest("form").querySelector("[data-catalog-order]").append(row);
    });
})();
