"""Pages to print, set by Typst from data: what users wrote goes in as text, never as markup."""
