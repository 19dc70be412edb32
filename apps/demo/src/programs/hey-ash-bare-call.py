async def print_something():
    print("Hey Ash!")


# only a call: nothing awaits it
print_something()
