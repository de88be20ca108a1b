"""The array library of the kernels: JAX in double precision, switched on in one place."""

import jax
import jax.numpy as jnp
from jaxtyping import Array, Float

jax.config.update("jax_enable_x64", True)

__all__ = ["Array", "Float", "jax", "jnp"]
