"""The page on which a person looks at the stand-in tenant and acts in it."""
