"""What follows from the facts: the class hierarchy, the rules, and what must hold before and after."""
