/* Keys and cells of the product listing: rows by arrows or j and k, cells edited in their place. */
(() => {
    "use strict";

    const { Controller } = window.StimulusModule;
    const config = JSON.parse(document.getElementById("wagtail-config").textContent);

    class ListingController extends Controller {
        static targets = ["row", "cell", "status", "note"];

        static values = { url: String, saved: String, failed: String };

        connect() {
            this.onKey = (event) => this.key(event);
            this.onClick = (event) => this.click(event);
            document.addEventListener("keydown", this.onKey);
            this.element.addEventListener("click", this.onClick);
        }

        disconnect() {
            document.removeEventListener("keydown", this.onKey);
            this.element.removeEventListener("click", this.onClick);
        }

        /* One row can be reached by Tab; the keys lead on from it. */
        rowTargetConnected(row) {
            row.tabIndex = this.rowTargets[0] === row ? 0 : -1;
        }

        click(event) {
            const cell = event.target.closest("[data-catalog-listing-target='cell']");
            if (cell && !event.target.closest("a, button, form")) this.edit(cell);
        }

        key(event) {
            if (event.target.closest(".catalog-cell__form")) {
                this.keyInCell(event);
                return;
            }
            const typing = event.target.closest("input:not([type=checkbox]), textarea, select, dialog, [contenteditable]");
            if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
            const row = document.activeElement.closest("[data-product]");
            const cell = document.activeElement.closest("[data-column]");
            if (this.act(event, row, cell)) event.preventDefault();
        }

        act(event, row, cell) {
            switch (event.key) {
                case "j": return this.move(row, 1);
                case "k": return this.move(row, -1);
                case "ArrowDown": return row && this.move(row, 1);
                case "ArrowUp": return row && this.move(row, -1);
                case "ArrowRight": return row && this.cellOf(row, cell, 1);
                case "ArrowLeft": return row && this.cellOf(row, cell, -1);
                case "e": return row && this.edit(cell || row.querySelector("[data-column]"));
                case "Enter": return this.enter(row, cell);
                case " ": return this.select(row);
                case "/": return this.search();
                case "?": return this.help();
                default: return false;
            }
        }

        move(row, step) {
            const rows = this.rowTargets;
            const place = row ? rows.indexOf(row) + step : 0;
            const next = rows[Math.max(0, Math.min(rows.length - 1, place))];
            if (!next) return false;
            rows.forEach((one) => { one.tabIndex = one === next ? 0 : -1; });
            next.focus();
            next.scrollIntoView({ block: "nearest" });
            return true;
        }

        cellOf(row, cell, step) {
            const cells = [...row.querySelectorAll("[data-column]")];
            const next = cells[cell ? cells.indexOf(cell) + step : 0];
            if (next) next.focus();
            else row.focus();
            return true;
        }

        enter(row, cell) {
            if (document.activeElement === cell && cell) return this.edit(cell);
            const link = row && document.activeElement === row && row.querySelector(".title a");
            if (!link) return false;
            link.click();
            return true;
        }

        select(row) {
            const box = row && document.activeElement === row && row.querySelector("[data-bulk-action-checkbox]");
            if (!box) return false;
            box.click();
            return true;
        }

        search() {
            document.getElementById("id_q").focus();
            return true;
        }

        help() {
            document.getElementById("catalog-listing-help").showModal();
            return true;
        }

        addressOf(cell) {
            const product = cell.closest("[data-product]").dataset.product;
            return this.urlValue.replace("/0/column/", `/${product}/${encodeURIComponent(cell.dataset.column)}/`);
        }

        edit(cell) {
            if (!cell || cell.dataset.editing) return Boolean(cell);
            cell.dataset.editing = "true";
            this.open(cell);
            return true;
        }

        /* What the cell showed in the list goes along, so that a change since then is told. */
        async open(cell) {
            const listed = encodeURIComponent(cell.dataset.seen);
            const answer = await this.ask(`${this.addressOf(cell)}?seen=${listed}`);
            this.clearNote(cell);
            if (!answer.html) {
                delete cell.dataset.editing;
                this.note(cell, answer.message, { again: () => this.edit(cell) }, answer.url);
                return;
            }
            cell.dataset.shown = answer.text;
            cell.innerHTML = answer.html;
            const form = cell.querySelector("form");
            const input = form.elements.value;
            cell.dataset.typed = input.value;
            form.addEventListener("submit", (event) => event.preventDefault());
            const send = form.querySelector("[data-cell-send]");
            if (send) send.addEventListener("click", () => this.save(cell, true));
            else form.addEventListener("focusout", () => this.left(cell));
            form.addEventListener("input", () => this.clearNote(cell));
            input.focus();
            if (input.select) input.select();
            if (answer.message) this.note(cell, answer.message, { leave: () => this.leave(cell) });
        }

        keyInCell(event) {
            const cell = event.target.closest("[data-column]");
            if (event.key === "Escape") {
                event.preventDefault();
                this.leave(cell);
            } else if (event.key === "Enter" && !event.target.closest("button")) {
                event.preventDefault();
                this.save(cell, true);
            } else if (event.key === "Tab" && !cell.querySelector(".catalog-cell__note, [data-cell-send]")) {
                event.preventDefault();
                this.saveAndGoOn(cell, event.shiftKey ? -1 : 1);
            }
        }

        async saveAndGoOn(cell, step) {
            const cells = this.cellTargets;
            const next = cells[cells.indexOf(cell) + step];
            if (await this.save(cell, true) && next) this.edit(next);
        }

        /* Somewhere else was clicked: what was typed is kept. */
        left(cell) {
            window.setTimeout(() => {
                if (cell.dataset.editing && !cell.dataset.saving && !cell.contains(document.activeElement)) {
                    this.save(cell, false);
                }
            });
        }

        async save(cell, focus) {
            const form = cell.querySelector("form");
            if (!form || cell.dataset.saving) return false;
            if (form.elements.value.value === cell.dataset.typed) {
                this.close(cell, cell.dataset.shown, focus);
                return true;
            }
            cell.dataset.saving = "true";
            const answer = await this.ask(this.addressOf(cell), new FormData(form));
            delete cell.dataset.saving;
            if (answer.text === undefined) {
                this.refuse(cell, form, answer, focus);
                return false;
            }
            cell.dataset.seen = answer.seen;
            this.close(cell, answer.text, focus);
            if (answer.message) this.note(cell, answer.message, {}, answer.url);
            else this.announce(this.savedValue);
            return true;
        }

        /* The cell stays open with what was typed: to be mended, sent again, or given up. */
        refuse(cell, form, answer, focus) {
            form.elements.value.setAttribute("aria-invalid", "true");
            if (answer.seen) {
                form.elements.seen.value = answer.seen;
                cell.dataset.seen = answer.seen;
                cell.dataset.shown = answer.shown;
                // What was typed is sent over the other value when it is saved again.
                cell.dataset.typed = "\u0000";
            }
            this.note(cell, answer.message, {
                again: () => this.save(cell, true),
                leave: () => this.leave(cell),
            });
            if (focus) form.elements.value.focus();
        }

        /* Words at the cell, with the ways on from there; without any, a way to put them away. */
        note(cell, message, ways, url) {
            this.clearNote(cell);
            const note = this.noteTarget.content.firstElementChild.cloneNode(true);
            const actions = { ...ways, close: () => this.clearNote(cell) };
            note.querySelectorAll("[data-way]").forEach((button) => {
                const way = actions[button.dataset.way];
                button.hidden = !way || (button.dataset.way === "close" && Boolean(ways.leave));
                button.addEventListener("click", (event) => {
                    event.stopPropagation();
                    way();
                });
            });
            (cell.querySelector("form") || cell).append(note);
            const link = note.querySelector("a");
            link.hidden = !url;
            if (url) link.href = url;
            // What is put into a live region that stands already is read out.
            note.querySelector("[role=alert]").textContent = message;
        }

        clearNote(cell) {
            cell.querySelectorAll(".catalog-cell__note").forEach((note) => note.remove());
        }

        leave(cell) {
            this.close(cell, cell.dataset.shown, true);
        }

        close(cell, text, focus) {
            delete cell.dataset.editing;
            cell.textContent = text;
            if (focus) cell.focus();
        }

        announce(text) {
            this.statusTarget.textContent = "";
            this.statusTarget.textContent = text || "";
        }

        async ask(url, body) {
            const headers = { "X-Requested-With": "XMLHttpRequest", [config.CSRF_HEADER_NAME]: config.CSRF_TOKEN };
            try {
                const answer = await fetch(url, { method: body ? "POST" : "GET", body, headers });
                return await answer.json();
            } catch {
                return { message: this.failedValue };
            }
        }
    }

    window.wagtail.app.register("catalog-listing", ListingController);
})();
