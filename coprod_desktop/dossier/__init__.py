"""The funding dossier on paper: one builder a section, all figures from one assessment, set by reportlab."""
