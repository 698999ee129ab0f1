"""Parts of pages: words and HTML made by plain functions, and the widgets around them."""
