"""The site: pages and their sections, branding, start pages."""
