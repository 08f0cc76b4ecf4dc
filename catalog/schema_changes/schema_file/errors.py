class SchemaFileError(ValueError):
    """What is wrong with a file of the schema, in sentences for people that name line and place."""

    def __init__(self, problems: list[str]):
        super().__init__(" ".join(problems))
        self.problems = problems
