#pragma once

#include <cstddef>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include <headway/base/error.hpp>

#if defined(__unix__) || defined(__APPLE__)
#define HEADWAY_HAS_MAPPED_FILE 1
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#else
#define HEADWAY_HAS_MAPPED_FILE 0
#endif

/// \file
/// The one door to the operating system's files: a regular file is mapped where that exists, everything else is read in blocks.

namespace headway::io::detail {

/// A regular file as one run of bytes, read-only. `valid()` is false where mapping is not to be had: read the file in blocks then.
/// The file must not be cut short by others while it is mapped.
class mapped_file {
public:
  explicit mapped_file(const std::string& path) {
#if HEADWAY_HAS_MAPPED_FILE
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) { return; }
    struct stat about {};
    if (::fstat(file, &about) == 0 && S_ISREG(about.st_mode)) {
      size_ = static_cast<std::size_t>(about.st_size);
      if (size_ == 0) {
        valid_ = true;
      } else if (void* at = ::mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file, 0); at != MAP_FAILED) {
        data_ = static_cast<const char*>(at);
        valid_ = true;
        ::madvise(at, size_, MADV_SEQUENTIAL);
      }
    }
    ::close(file);
#else
    static_cast<void>(path);
#endif
  }
  mapped_file(const mapped_file&) = delete;
  mapped_file& operator=(const mapped_file&) = delete;
  ~mapped_file() {
#if HEADWAY_HAS_MAPPED_FILE
    if (data_ != nullptr) { ::munmap(const_cast<char*>(data_), size_); }
#endif
  }

  [[nodiscard]] bool valid() const noexcept { return valid_; }
  [[nodiscard]] std::string_view bytes() const noexcept { return {data_, size_}; }

private:
  const char* data_{};
  std::size_t size_{};
  bool valid_{};
};

/// A file or pipe read in blocks through the C library.
class block_file {
public:
  /// \throws error io when it cannot be opened
  block_file(const std::string& path, const char* function) : function_{function}, path_{path}, file_{std::fopen(path.c_str(), "rb")} {
    if (file_ == nullptr) { throw error{error_category::io, function_, "path", path + " cannot be opened; is the name right, and may it be read?"}; }
  }
  block_file(const block_file&) = delete;
  block_file& operator=(const block_file&) = delete;
  ~block_file() { std::fclose(file_); }

  /// The next bytes, as many as fit; 0 at the end.
  /// \throws error io when reading fails
  [[nodiscard]] std::size_t read(char* into, std::size_t size) {
    const std::size_t n = std::fread(into, 1, size, file_);
    if (n == 0 && std::ferror(file_) != 0) { throw error{error_category::io, function_, "path", path_ + " cannot be read to its end"}; }
    return n;
  }

private:
  const char* function_;
  std::string path_;
  std::FILE* file_;
};

/// Hands the bytes of a file to `take(bytes, last)`: in one piece when it can be mapped, otherwise block by block; `last` is true once, at the end.
/// \throws error io when it cannot be opened or read
template <class Take>
void each_block(const std::string& path, const char* function, Take&& take) {
  if (const mapped_file whole{path}; whole.valid()) {
    take(whole.bytes(), true);
    return;
  }
  block_file file{path, function};
  std::string block(std::size_t{1} << 20, '\0');
  while (const std::size_t n = file.read(block.data(), block.size())) { take(std::string_view{block.data(), n}, false); }
  take(std::string_view{}, true);
}

} // namespace headway::io::detail
