use "main.factor"
#   ^^^^^^^^^^^^^ FB207 error: these files use each other in a circle: main.factor → other.factor → main.factor
#   hint: move what they share into a file that uses none of them

def there() = here()
#             ^^^^ FB258 error: def here calls itself: here → there → here
#             hint: a def may not recurse, neither directly nor through others
