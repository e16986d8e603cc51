//! Balance: gap, openings, classes and attribution, from coherent stocks.
