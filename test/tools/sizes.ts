// Checks the size budgets of DESIGN.md on the built files. Measuring is to come.
console.log('sizes: nothing is built yet, so nothing is checked.');
