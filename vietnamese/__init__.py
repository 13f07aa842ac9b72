"""How Viet Nam writes numbers, dates, Roman numerals and text, in and out (N1, N2)."""
