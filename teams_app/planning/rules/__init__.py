"""What makes a time good or bad, one function for each rule: soft ones by weight, hard ones in ``limits``."""
