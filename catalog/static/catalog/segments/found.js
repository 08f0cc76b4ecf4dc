/* Counts what each segment of a list finds, one after another, once the list is there.
   Without it the link to the products stays. */
(() => {
    "use strict";

    const { Controller } = window.StimulusModule;
    let before = Promise.resolve();

    class FoundController extends Controller {
        static values = { url: String };

        connect() {
            this.element.setAttribute("aria-busy", "true");
            before = before.then(() => this.count());
        }

        async count() {
            if (!this.element.isConnected) return;
            try {
                const answer = await fetch(this.urlValue, { headers: { Accept: "application/json" } });
                if (answer.ok) this.element.textContent = (await answer.json()).text;
            } catch {
                // The link says enough.
            } finally {
                this.element.removeAttribute("aria-busy");
            }
        }
    }

    window.wagtail.app.register("catalog-found", FoundController);
})();
